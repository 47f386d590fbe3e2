package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files without rows are counted, and cost nothing, in every format. */
class EmptyShardsTest {

  @TempDir private Path folder;

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  /** Returns path, rows, accepted, refused and passed_over of each file. */
  private List<String> account(InputFormat format, Modality modality) {
    InputSpec spec =
        InputSpec.of(
            format, List.of(folder.toString()), modality, null, null, null, CopyContent.AUTO);
    InputFiles files = InputFiles.list(new Configuration(), format, spec.paths());
    Dataset<Row> checked =
        new RowChecks(spec).apply(new RawReader(spec).readCounted(LocalSpark.session(), files));
    Dataset<Row> decided = Ids.assign(InputAccount.rows(checked), false);
    return InputAccount.table(LocalSpark.session(), spec, files, checked, decided)
        .orderBy("path")
        .selectExpr("concat_ws(' ', path, rows, accepted, refused, passed_over)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void linesOfJson() throws Exception {
    write("a.jsonl", bytes("{\"text\": \"one\"}\n"));
    write("b.jsonl.gz", gzip(""));
    write("c.jsonl", new byte[0]);
    assertEquals(
        List.of("a.jsonl 1 1 0", "b.jsonl.gz 0 0 0", "c.jsonl 0 0 0 empty"),
        account(InputFormat.JSONL, Modality.TEXT));
  }

  @Test
  void recordsOfCsv() throws Exception {
    write("a.csv", bytes("text\none\n"));
    write("b.csv.gz", gzip(""));
    write("c.csv", bytes("other,columns\n"));
    write("d.csv", new byte[0]);
    assertEquals(
        List.of("a.csv 1 1 0", "b.csv.gz 0 0 0", "c.csv 0 0 0", "d.csv 0 0 0 empty"),
        account(InputFormat.CSV, Modality.TEXT));
  }

  @Test
  void parquet() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType("message m { required binary text (STRING); }");
    MessageType other = MessageTypeParser.parseMessageType("message m { required int32 n; }");
    for (String name : List.of("a", "b")) {
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(
                  new org.apache.hadoop.fs.Path(folder.resolve(name + ".parquet").toUri()))
              .withType(name.equals("a") ? schema : other)
              .build()) {
        if (name.equals("a")) {
          writer.write(new SimpleGroup(schema).append("text", "one"));
        }
      }
      Files.delete(folder.resolve("." + name + ".parquet.crc"));
    }
    write("c.parquet", new byte[0]);
    assertEquals(
        List.of("a.parquet 1 1 0", "b.parquet 0 0 0", "c.parquet 0 0 0 empty"),
        account(InputFormat.PARQUET, Modality.TEXT));
  }

  @Test
  void shardsOfTar() throws Exception {
    // Two blocks of zeros end an archive.
    write("a.tar", new byte[1024]);
    write("b.tar.gz", gzip("\0".repeat(1024)));
    assertEquals(
        List.of("a.tar 0 0 0", "b.tar.gz 0 0 0"), account(InputFormat.WEBDATASET, Modality.TEXT));
  }

  @Test
  void idx() throws Exception {
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0x803).putInt(0).putInt(2).putInt(2);
    write("a-images-idx3-ubyte", header.array());
    assertEquals(List.of("a-images-idx3-ubyte 0 0 0"), account(InputFormat.IDX, Modality.IMAGE));
  }

  @Test
  void matrices() throws Exception {
    String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }";
    String header = shape + " ".repeat(117 - shape.length()) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    bytes.write(bytes(header));
    write("a.npy", bytes.toByteArray());
    assertEquals(List.of("a.npy 0 0 0"), account(InputFormat.NPY, Modality.EMBEDDING));
  }
}
