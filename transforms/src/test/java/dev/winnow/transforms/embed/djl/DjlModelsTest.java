package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.task.TaskDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads models into a JVM, and measures the memory that they use. */
class DjlModelsTest {

  private static final AtomicInteger LOADS = new AtomicInteger();

  @TempDir private static Path folder;

  private static DjlOptions options(String device) throws IOException {
    return new DjlOptions(
        TinyModels.texts(folder.resolve("texts")).toString(),
        null,
        null,
        null,
        null,
        null,
        device,
        4,
        1,
        Map.of(),
        Map.of());
  }

  /** Fake loader that counts, and loads on the CPU for every device. */
  private static final class Counted implements DjlModels.Loader {

    private static final long serialVersionUID = 1;
    private final int gpus;

    Counted(int gpus) {
      this.gpus = gpus;
    }

    @Override
    public Device device(DjlOptions options) {
      return TaskDevice.of(options.device(), options.device().equals("cpu") ? 0 : gpus, "a card");
    }

    @Override
    public Encoder load(DjlOptions options, Device device) {
      LOADS.incrementAndGet();
      return DjlEncoder.load(options, ModelFiles.copy(options), Device.cpu());
    }
  }

  @Test
  void fiveHundredTasksLoadOneModel() throws Exception {
    EncoderSource source = DjlModels.source(options("cpu"), new Counted(0));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(RowFactory.create(String.valueOf(i), null, "rain soup", null, null));
    }
    Dataset<Row> texts = LocalSpark.rows(Encoding.INPUT, 500, rows);
    LOADS.set(0);
    Dataset<Row> embedded = new Encoding(source, 4, 1, 1, 0).apply(texts);
    assertEquals(500, embedded.rdd().getNumPartitions());
    assertEquals(1_000, embedded.where("embedding IS NOT NULL").count());
    assertEquals(1, LOADS.get());
  }

  @Test
  void everyDeviceHasASeparateModelAndAnAbsentGpuIsRefused() throws Exception {
    EncoderSource cpu = DjlModels.source(options("cpu"), new Counted(2));
    EncoderSource gpu = DjlModels.source(options("gpu"), new Counted(2));
    assertSame(cpu.get(), cpu.get());
    assertNotSame(cpu.get(), gpu.get());
    EncoderSource absent = DjlModels.source(options("gpu"), new Counted(0));
    assertThrows(DeviceUnavailable.class, absent::get);
    assertEquals(Device.cpu(), TaskDevice.of("auto", 0, "a card"));
    assertEquals(Device.gpu(0), TaskDevice.of("auto", 2, "a card"));
  }

  /** Asserts that resident memory grows by less than 1 MiB per 1,000 batches. */
  @Test
  void memoryOutsideTheHeapStaysFlatOverTenThousandBatches() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx96m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                // The optimizing compiler would take and free megabytes during the measurement.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ResidentMemory.class.getName(),
                TinyModels.texts(folder.resolve("flat-texts")).toString(),
                TinyModels.images(folder.resolve("flat-images")).toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines = out.lines().filter(line -> line.contains("KiB per 1,000")).toList();
    }
    assertEquals(0, process.waitFor());
    assertEquals(2, lines.size());
    for (String line : lines) {
      System.out.println(line);
      assertTrue(Double.parseDouble(line.split(" ")[1]) < 1024, line);
    }
  }
}
