package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.ml.EmbeddedRows;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Embeds 18,000 batches in tasks of 100, and prints the growth of resident memory after the first
 * 8,000.
 */
final class ResidentMemory {

  private static final int BATCH = 4;
  private static final int WARM_UP = 8_000;
  private static final int BATCHES = 18_000;
  private static final int STEP = 500;
  private static final int BATCHES_OF_A_TASK = 100;

  /** Measures both models. The arguments are the folders of a text model and of an image model. */
  public static void main(String[] args) throws IOException {
    measure("texts", args[0], "rain soup pan");
    measure("images", args[1], "P6\n8 8\n255\n".concat("x".repeat(192)).getBytes());
  }

  private static void measure(String modality, String model, Object content) throws IOException {
    DjlOptions defaults = DjlOptions.local(model);
    DjlOptions options =
        new DjlOptions(
            defaults.model(),
            null,
            null,
            null,
            null,
            null,
            "cpu",
            BATCH,
            1,
            defaults.preprocessing(),
            defaults.hadoop());
    EncoderSource source = DjlModels.source(options);
    List<Double> resident = new ArrayList<>();
    for (int done = 0; done <= BATCHES; done += STEP) {
      if (done >= WARM_UP) {
        resident.add(residentKib());
      }
      for (int task = 0; task < STEP / BATCHES_OF_A_TASK; task++) {
        embed(source, content);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f KiB per 1,000 batches, from %.0f KiB%n",
        modality,
        slope(resident) * 1_000 / STEP,
        resident.get(0));
  }

  private static void embed(EncoderSource source, Object content) {
    Iterator<Row> rows =
        IntStream.range(0, BATCH * BATCHES_OF_A_TASK)
            .mapToObj(i -> RowFactory.create(content))
            .iterator();
    Iterator<Row> embedded = new EmbeddedRows(rows, source, BATCH, 0);
    while (embedded.hasNext()) {
      embedded.next();
    }
  }

  private static double residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException("/proc/self/status has no VmRSS");
  }

  /** Returns the slope per step by least squares. */
  private static double slope(List<Double> values) {
    double n = values.size();
    double meanX = (n - 1) / 2;
    double meanY = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < n; i++) {
      xy += (i - meanX) * (values.get(i) - meanY);
      xx += (i - meanX) * (i - meanX);
    }
    return xy / xx;
  }

  private ResidentMemory() {}
}
