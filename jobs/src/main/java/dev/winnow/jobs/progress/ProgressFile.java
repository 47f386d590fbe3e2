package dev.winnow.jobs.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File {@code progress.json} beside the tables of a recipe: the state of the run that works there,
 * or that worked there last, and the times of stages and steps, by which the next run computes its
 * time left. It is replaced as a whole, at most every five seconds. A fault of the file system ends
 * no run: it is logged, and the file is not written again.
 */
public final class ProgressFile {

  /** Name of the file, in the folder of the recipe's tables. */
  public static final String NAME = "progress.json";

  /** A run without such a file. */
  static final ProgressFile NONE = new ProgressFile(Optional::empty, bytes -> {});

  private static final Logger LOG = LoggerFactory.getLogger(ProgressFile.class);
  private static final double EVERY_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<Optional<byte[]>> reader;
  private final Consumer<byte[]> writer;
  private double written = Double.NEGATIVE_INFINITY;
  private boolean broken;

  /**
   * @param reader returns the bytes of the file; empty if there is none
   * @param writer replaces the file in one step
   */
  public ProgressFile(Supplier<Optional<byte[]>> reader, Consumer<byte[]> writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** Returns the times of stages that the last run left; empty if there are none to be read. */
  public Map<String, Measured> earlier() {
    Map<String, Measured> earlier = new LinkedHashMap<>();
    try {
      Optional<byte[]> bytes = reader.get();
      if (bytes.isEmpty()) {
        return earlier;
      }
      JsonNode stages = JSON.readTree(bytes.get()).path("measured");
      for (Iterator<String> labels = stages.fieldNames(); labels.hasNext(); ) {
        String label = labels.next();
        JsonNode stage = stages.path(label);
        Map<String, Measured.Step> steps = new LinkedHashMap<>();
        for (Iterator<String> keys = stage.path("steps").fieldNames(); keys.hasNext(); ) {
          String key = keys.next();
          JsonNode step = stage.path("steps").path(key);
          steps.put(
              key,
              new Measured.Step(
                  step.path("seconds").asDouble(), Math.max(1, step.path("times").asInt())));
        }
        earlier.put(
            label,
            new Measured(
                stage.path("size").asLong(), stage.path("seconds").asDouble(), steps, false));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} can't be read, so the time left is computed without it: {}", NAME, e.toString());
      earlier.clear();
    }
    return earlier;
  }

  /**
   * Writes the state, unless the file is newer than five seconds.
   *
   * @param state {@code running}, {@code finished} or {@code stopped}
   * @param now seconds of a clock
   */
  void write(String state, View view, Map<String, Measured> measured, double now) {
    boolean last = !state.equals("running");
    if (broken || !last && now - written < EVERY_SECONDS) {
      return;
    }
    written = now;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", state);
    json.put("updated", Instant.now().toString());
    json.putAll(view.json());
    json.put("measured", stages(measured));
    try {
      writer.accept(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    } catch (JsonProcessingException | RuntimeException e) {
      broken = true;
      LOG.warn("{} can't be written, and is not written again: {}", NAME, e.toString());
    }
  }

  private static Map<String, Object> stages(Map<String, Measured> measured) {
    Map<String, Object> stages = new LinkedHashMap<>();
    measured.forEach(
        (label, times) -> {
          Map<String, Object> stage = new LinkedHashMap<>();
          stage.put("size", times.size());
          stage.put("seconds", rounded(times.seconds()));
          Map<String, Object> steps = new LinkedHashMap<>();
          times
              .steps()
              .forEach(
                  (key, step) ->
                      steps.put(
                          key, Map.of("seconds", rounded(step.seconds()), "times", step.times())));
          stage.put("steps", steps);
          stages.put(label, stage);
        });
    return stages;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
