package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.SparkHome;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.djl.FakeGpus;
import dev.winnow.transforms.task.GpuTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors with GPUs, in separate processes. Spark is real, the GPUs are not. */
class GpuExecutorsIT {

  private static final int ROWS = 2_000;

  @TempDir private Path folder;

  @Test
  void tasksGetTheirCardsOneBatchRunsOnACardAndHalvedBatchesLoseNoRow() throws Exception {
    Path discovery = folder.resolve("discovery.sh");
    Files.writeString(
        discovery, "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}'\n");
    Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwxr-xr-x"));
    Command run =
        SparkHome.run(
            Embeds.class,
            List.of(
                "-Dspark.executor.memory=1g",
                "-Dspark.worker.resource.gpu.amount=2",
                "-Dspark.worker.resource.gpu.discoveryScript=" + discovery,
                "-Dspark.executor.resource.gpu.amount=2"),
            folder.toString());
    assertEquals(0, run.code(), run.err());
    assertEquals(2, run.out().lines().filter(line -> line.equals(ROWS + " rows embedded")).count());

    List<String> cards = new ArrayList<>();
    for (List<String> notes : notes(folder.resolve("whole"))) {
      for (String card : new TreeSet<>(seen(notes, "load"))) {
        cards.add(card);
        assertEquals(1, count(notes, "load " + card), "a model per card and process: " + notes);
        assertEquals(1, count(notes, "run " + card + " rows 16 "), "halved once: " + notes);
        assertTrue(count(notes, "run " + card + " rows 8 ") > 1, notes.toString());
      }
      assertEquals(0, notes.stream().filter(l -> l.matches(".*at once [2-9]")).count());
    }
    assertEquals(List.of("gpu(0)", "gpu(1)"), cards.stream().distinct().sorted().toList());
    for (List<String> notes : notes(folder.resolve("shared"))) {
      assertEquals(0, notes.stream().filter(l -> l.matches(".*at once [2-9]")).count());
    }
  }

  private static List<List<String>> notes(Path folder) throws IOException {
    List<List<String>> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.add(Files.readAllLines(file));
      }
    }
    assertTrue(!all.isEmpty(), "no executor ran a batch");
    return all;
  }

  private static List<String> seen(List<String> notes, String what) {
    return notes.stream().filter(l -> l.startsWith(what)).map(l -> l.split(" ")[1]).toList();
  }

  private static long count(List<String> notes, String start) {
    return notes.stream().filter(l -> l.startsWith(start)).count();
  }

  /** Embeds texts in tasks with one GPU each, and in tasks with half a GPU each. */
  static final class Embeds {

    /** Runs with one argument, the folder for notes. */
    public static void main(String[] args) throws Exception {
      try (SparkSession spark =
          SparkSession.builder()
              .master("local-cluster[2,2,2048]")
              .config("spark.ui.enabled", false)
              .getOrCreate()) {
        for (String share : new String[] {"whole", "shared"}) {
          Path notes = Files.createDirectories(Path.of(args[0], share));
          GpuTasks gpus = new GpuTasks(share.equals("whole") ? 1 : 0.5);
          Encoding encoding =
              new Encoding(new FakeGpus(notes.toString()).source(), 16, 1 << 20, 1 << 20, 0);
          System.out.println(check(encoding.apply(texts(spark), gpus)) + " rows embedded");
        }
      }
    }

    private static Dataset<Row> texts(SparkSession spark) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.add(RowFactory.create("row-" + i, null, "x".repeat(1 + i % 7), null, null));
      }
      return spark.createDataFrame(rows, Encoding.INPUT).repartition(8);
    }

    private static long check(Dataset<Row> embedded) {
      long right = 0;
      for (Row row : embedded.collectAsList()) {
        int i = Integer.parseInt(row.getString(0).substring(4));
        List<Float> unit = row.getList(2);
        double letters = unit.get(0) / unit.get(1);
        right += Math.abs(letters - (1 + i % 7)) < 1e-5 ? 1 : 0;
      }
      return right;
    }

    private Embeds() {}
  }
}
