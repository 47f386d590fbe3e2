package dev.winnow.transforms.ingest;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files in a folder, and the rows that are read from them. */
abstract class ParquetFolder {

  @TempDir protected Path folder;

  protected final void write(String name, MessageType schema, List<Group> rows) throws IOException {
    write(name, schema, rows, Map.of());
  }

  /** Writes a file with metadata of its writer in the footer. */
  protected final void write(
      String name, MessageType schema, List<Group> rows, Map<String, String> metadata)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withExtraMetaData(metadata)
            .withRowGroupSize(256L)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }

  protected final InputSpec spec(Modality modality, String id, String content, String label) {
    return InputSpec.of(
        InputFormat.PARQUET,
        List.of(folder.toString()),
        modality,
        id,
        content,
        label,
        CopyContent.AUTO);
  }

  protected static List<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("path", "position")
        .collectAsList();
  }

  /** Adds a number at the only place of a row where one may stand. */
  protected static void fill(Group group, int number) {
    var type = group.getType().getType(0);
    if (type.isPrimitive()) {
      switch (type.asPrimitiveType().getPrimitiveTypeName()) {
        case FLOAT -> group.add(0, (float) number);
        case DOUBLE -> group.add(0, (double) number);
        case INT32 -> group.add(0, number);
        case INT64 -> group.add(0, (long) number);
        default ->
            // 1 and 2 as float16.
            group.add(
                0,
                Binary.fromConstantByteArray(new byte[] {0, (byte) (number == 1 ? 0x3c : 0x40)}));
      }
      return;
    }
    boolean again =
        group.getFieldRepetitionCount(0) > 0
            && !type.isRepetition(org.apache.parquet.schema.Type.Repetition.REPEATED);
    fill(again ? group.getGroup(0, 0) : group.addGroup(0), number);
  }
}
