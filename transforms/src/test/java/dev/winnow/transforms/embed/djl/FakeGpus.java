package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.model.DjlEngine;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.sentence.SentencePipeline;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import dev.winnow.transforms.task.TaskDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fake model on two fake GPUs per JVM, each with memory for eight texts. It lies in the package of
 * the engine that it replaces, and writes its loads and runs to a file per JVM. The vector of a
 * text of n letters is (n, 1).
 */
public final class FakeGpus implements DjlModels.Loader {

  private static final long serialVersionUID = 1;
  private static final int CARDS = 2;
  private static final int MEMORY = 8;
  private static final Map<Integer, AtomicInteger> RUNNING = new ConcurrentHashMap<>();

  private final String notes;

  /**
   * @param notes folder for the files with loads and runs
   */
  public FakeGpus(String notes) {
    this.notes = notes;
  }

  /** Returns an encoder of texts for tasks that may have a GPU. */
  public EncoderSource source() {
    return DjlModels.source(
        new DjlOptions(notes, null, null, null, null, null, "auto", 16, 1, Map.of(), Map.of()),
        this);
  }

  @Override
  public Device device(DjlOptions options) {
    return TaskDevice.of(options.device(), CARDS, "two cards");
  }

  @Override
  public Encoder load(DjlOptions options, Device device) {
    note("load " + device);
    return new DjlEncoder(
        options,
        new ModelFiles(
            Path.of(notes),
            "model.onnx",
            DjlEngine.ONNXRUNTIME,
            "fake",
            "model.onnx",
            List.of(),
            "0".repeat(64),
            Path.of(notes)),
        device,
        new Card(device),
        new TextBatches(
            new TextTokens(
                text ->
                    new TextBatches.Tokens(
                        text.chars().asLongStream().toArray(), new long[0], new long[0]),
                OptionalLong.of(0),
                0,
                pooled -> List.of()),
            SentencePipeline.of("mean"),
            new LengthBuckets(32, options.batch()),
            List.of("input_ids"),
            false));
  }

  private void note(String line) {
    Path file = Path.of(notes, ProcessHandle.current().pid() + ".notes");
    try {
      synchronized (RUNNING) {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Card implements LoadedModel, LoadedModel.Runner {

    private final Device device;

    Card(Device device) {
      this.device = device;
    }

    @Override
    public PairList<String, Shape> inputs() {
      return new PairList<>(List.of("input_ids"), List.of(new Shape()));
    }

    @Override
    public Runner open() {
      return this;
    }

    @Override
    public ModelOutput run(List<Tensor> batch) {
      AtomicInteger running =
          RUNNING.computeIfAbsent(device.getDeviceId(), id -> new AtomicInteger());
      int now = running.incrementAndGet();
      try {
        Tensor ids = batch.get(0);
        note("run " + device + " rows " + ids.rows() + " at once " + now);
        if (device.isGpu() && ids.rows() > MEMORY) {
          throw new OutOfDeviceMemory("a card holds " + MEMORY + " texts", null);
        }
        Thread.sleep(2);
        float[] values = new float[2 * ids.rows()];
        LongBuffer data = (LongBuffer) ids.data();
        for (int r = 0; r < ids.rows(); r++) {
          for (int t = 0; t < ids.rowSize(); t++) {
            values[2 * r] += data.get(data.position() + r * ids.rowSize() + t) == 0 ? 0 : 1;
          }
          values[2 * r + 1] = 1;
        }
        return new ModelOutput(values, new long[] {ids.rows(), 2});
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
