package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdsTest {

  @TempDir private Path folder;

  private List<Row> ingest() {
    InputSpec spec =
        InputSpec.of(
            InputFormat.JSONL,
            List.of(folder.toString()),
            Modality.TEXT,
            "id",
            "text",
            null,
            CopyContent.AUTO);
    return Ids.assign(
            new RowChecks(spec)
                .apply(
                    new RawReader(spec)
                        .read(
                            LocalSpark.session(),
                            InputFiles.list(new Configuration(), spec.format(), spec.paths()))),
            true)
        .orderBy("path", "position")
        .collectAsList();
  }

  @Test
  void theFirstLineKeepsAnIdAndTheOffsetIsANumber() throws IOException {
    Files.writeString(
        folder.resolve("a.jsonl"),
        "{\"id\":\"other\",\"text\":\"x\"}\n".repeat(1)
            + "{\"id\":\"k\",\"text\":\"the first, at byte 27\"}\n"
            + "{\"id\":\"filler\",\"text\":\""
            + "long ".repeat(20)
            + "\"}\n"
            + "{\"id\":\"k\",\"text\":\"the second, at an offset of three digits\"}\n");
    List<Row> rows = ingest();
    assertEquals("k", rows.get(1).getAs("id"));
    assertEquals("duplicate_id", rows.get(3).getAs("code"));
    assertEquals(
        "id must be unique, k is taken by " + rows.get(1).<String>getAs("source"),
        rows.get(3).getAs("message"));
    assertTrue(rows.get(1).<Long>getAs("position") < 100);
    assertTrue(rows.get(3).<Long>getAs("position") >= 100);
  }

  @Test
  void theFirstFileInNaturalOrderKeepsAnId() throws IOException {
    for (String name : List.of("a10.jsonl", "a2.jsonl", "a9.jsonl")) {
      Files.writeString(folder.resolve(name), "{\"id\":\"k\",\"text\":\"" + name + "\"}\n");
    }
    for (Row row : ingest()) {
      boolean first = row.getAs("path").equals("a2.jsonl");
      assertEquals(first ? null : "duplicate_id", row.getAs("code"), row.toString());
    }
  }

  @Test
  void aRefusedRowTakesNoId() throws IOException {
    Files.writeString(
        folder.resolve("a.jsonl"),
        "{\"id\":\"k\",\"text\":\" \"}\n{\"id\":\"k\",\"text\":\"good\"}\n");
    List<Row> rows = ingest();
    assertEquals("empty_text", rows.get(0).getAs("code"));
    assertEquals("k", rows.get(1).getAs("id"));
  }
}
