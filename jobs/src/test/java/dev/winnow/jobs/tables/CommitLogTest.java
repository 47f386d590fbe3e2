package dev.winnow.jobs.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs written by hand: version 0 sets a column, each later one adds a file of its number. */
@Tag("line")
class CommitLogTest {

  private static final String APPEND = "{'mode':'Append'}";
  private static final String OVERWRITE = "{'mode':'Overwrite'}";

  @TempDir private Path table;

  @BeforeEach
  void define() throws IOException {
    Files.createDirectories(table.resolve("_delta_log"));
    commit(
        0,
        "{'metaData':{'schemaString':'{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":"
            + "\\\"id\\\",\\\"type\\\":\\\"string\\\",\\\"nullable\\\":false,\\\"metadata\\\":{}}]}'}}");
  }

  private void commit(long version, String... actions) throws IOException {
    Files.writeString(
        table.resolve(String.format(Locale.ROOT, "_delta_log/%020d.json", version)),
        String.join("\n", actions).replace('\'', '"'));
  }

  private void added(long version, String operation, String... more) throws IOException {
    commit(
        version,
        "{'commitInfo':{'operationParameters':" + operation + "}}",
        "{'add':{'path':'" + version + "%20.parquet'}}",
        String.join("\n", more));
  }

  private List<String> files(long version) {
    return CommitLog.list(new Configuration(false), table.toString())
        .content(version)
        .map(
            content -> {
              assertEquals(
                  new StructType().add("id", DataTypes.StringType, false), content.schema());
              return content.files().stream().map(file -> file.getName()).sorted().toList();
            })
        .orElse(null);
  }

  @Test
  void filesAreThoseSinceTheLastWholeContentLessTheRemoved() throws IOException {
    added(1, APPEND);
    added(2, APPEND);
    added(3, OVERWRITE, "{'remove':{'path':'1%20.parquet'}}", "{'remove':{'path':'2%20.parquet'}}");
    added(4, APPEND);
    added(5, APPEND, "{'remove':{'path':'3%20.parquet'}}");
    assertEquals(List.of(), files(0));
    assertEquals(List.of("1 .parquet", "2 .parquet"), files(2));
    assertEquals(List.of("3 .parquet"), files(3));
    assertEquals(List.of("3 .parquet", "4 .parquet"), files(4));
    assertEquals(List.of("4 .parquet", "5 .parquet"), files(5));
    assertEquals(null, files(6));
  }

  @Test
  void anOverwriteOfAPartIsNoWholeContent() throws IOException {
    added(1, APPEND);
    added(2, "{'mode':'Overwrite','predicate':'true'}");
    assertEquals(List.of("1 .parquet", "2 .parquet"), files(2));
  }

  @Test
  void moreThanFiveHundredCommitsAreNotRead() throws IOException {
    for (int version = 1; version <= 502; version++) {
      added(version, version == 2 ? OVERWRITE : APPEND);
    }
    // Version 0 has the columns: 500 commits with it are read, 501 are not.
    assertEquals(498, files(499).size());
    assertEquals(null, files(500));
  }

  private CommitLog log() {
    return CommitLog.list(new Configuration(false), table.toString());
  }

  @Test
  void aLogWithoutACommitIsNoTable() throws IOException {
    Path commit = table.resolve("_delta_log/00000000000000000000.json");
    Files.delete(commit);
    Files.createFile(table.resolve("_delta_log/.00000000000000000000.json.0815.tmp"));
    assertTrue(log().isEmpty());
    Files.createFile(commit);
    assertTrue(log().isEmpty(), "a commit without a byte");
    Files.createFile(table.resolve("_delta_log/00000000000000000000.checkpoint.parquet"));
    assertFalse(log().isEmpty());
  }

  @Test
  void aWriteIsFoundHoweverManyCommitsLieBetween() throws IOException {
    for (int version = 1; version <= 3_000; version++) {
      commit(version, "{'commitInfo':{'userMetadata':'write " + version + "'}}");
    }
    assertEquals(OptionalLong.of(3_000), log().committedWith("write 3000"));
    assertEquals(OptionalLong.of(1_700), log().committedWith("write 1700"));
    assertEquals(OptionalLong.of(1), log().committedWith("write 1"));
    assertEquals(OptionalLong.empty(), log().committedWith("write 0"));
  }

  @Test
  void aCommitNamesTheSizesOfItsFiles() throws IOException {
    commit(
        1,
        "{'commitInfo':{'operationParameters':" + OVERWRITE + "}}",
        "{'add':{'path':'a.parquet','size':17}}");
    assertEquals(
        List.of(17L),
        log().content(1).orElseThrow().data().stream().map(TableContent.DataFile::bytes).toList());
  }
}
