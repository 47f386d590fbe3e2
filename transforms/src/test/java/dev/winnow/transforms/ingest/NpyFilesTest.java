package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads matrices of embeddings and their ids, which each test writes. */
@Tag("line")
class NpyFilesTest {

  @TempDir private Path folder;

  /** Returns a 2-d array of the given item size with the values {@code 0.5, 1, 1.5, ...}. */
  private static byte[] npy(int itemBytes, int rows, int columns) {
    byte[] header = NpyHeader.encode("'<f" + itemBytes + "'", rows + ", " + columns);
    ByteBuffer bytes =
        ByteBuffer.allocate(header.length + rows * columns * itemBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(header);
    for (int i = 1; i <= rows * columns; i++) {
      switch (itemBytes) {
        case 2 -> bytes.putShort(half(i / 2f));
        case 4 -> bytes.putFloat(i / 2f);
        default -> bytes.putDouble(i / 2.0);
      }
    }
    return bytes.array();
  }

  /** Converts multiples of 0.5 up to 1024, which binary16 holds exactly. */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    return (short) ((bits >>> 23) - 112 << 10 | bits >>> 13 & 0x3ff);
  }

  private static InputSpec spec(Path path, String id, String content, String label) {
    return InputSpec.of(
        InputFormat.NPY,
        List.of(path.toString()),
        Modality.EMBEDDING,
        id,
        content,
        label,
        CopyContent.AUTO);
  }

  private static List<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("source")
        .collectAsList();
  }

  @ParameterizedTest
  @CsvSource({"2", "4", "8"})
  void readsFloatsOfEverySize(int itemBytes) throws Exception {
    Files.write(folder.resolve("x.npy"), npy(itemBytes, 2, 3));
    Files.writeString(folder.resolve("x.txt"), "\ufefffirst\nsecond\n");
    List<Row> rows = read(spec(folder, "id", null, null));
    assertEquals("first", rows.get(0).getAs("claimed_id"));
    assertEquals(List.of(0.5f, 1f, 1.5f), rows.get(0).getList(rows.get(0).fieldIndex("vector")));
    assertEquals("second", rows.get(1).getAs("claimed_id"));
    assertTrue(rows.get(1).<String>getAs("source").endsWith("/x.npy#1"));
  }

  @Test
  void writesTheHeaderOfNumpySave() {
    String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
    // Magic string, format 1.0, and the length of the rest: 118 of 128 bytes.
    assertEquals(
        "\u0093NUMPY\u0001\u0000\u0076\u0000" + dictionary + " ".repeat(60) + "\n",
        new String(NpyHeader.encode("'<f8'", "3,"), StandardCharsets.ISO_8859_1));
  }

  @Test
  void halvesAreThoseOfTheStandard() {
    assertEquals(1f, NpyHeader.half((short) 0x3c00));
    assertEquals(-2f, NpyHeader.half((short) 0xc000));
    assertEquals(65504f, NpyHeader.half((short) 0x7bff));
    assertEquals(0x1p-24f, NpyHeader.half((short) 0x0001));
    assertEquals(-0x1p-14f, NpyHeader.half((short) 0x8400));
    assertEquals(Float.NEGATIVE_INFINITY, NpyHeader.half((short) 0xfc00));
    assertTrue(Float.isNaN(NpyHeader.half((short) 0x7e00)));
    assertEquals(0f, NpyHeader.half((short) 0));
  }

  @Test
  void readsTheLayoutOfClipRetrieval() throws Exception {
    for (String name : List.of("img_emb", "text_emb", "metadata")) {
      Files.createDirectories(folder.resolve(name));
    }
    for (int shard = 0; shard < 2; shard++) {
      Files.write(folder.resolve("img_emb/img_emb_" + shard + ".npy"), npy(2, 3, 4));
      Files.write(folder.resolve("text_emb/text_emb_" + shard + ".npy"), npy(2, 3, 4));
      String written = folder.resolve("written-" + shard).toString();
      LocalSpark.session()
          .range(3L * shard, 3L * shard + 3, 1, 1)
          .selectExpr("concat('p', id) AS image_path", "concat('c', id) AS caption", "id AS n")
          .write()
          .parquet(written);
      try (Stream<Path> files = Files.list(Path.of(written))) {
        Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
        Files.move(part, folder.resolve("metadata/metadata_" + shard + ".parquet"));
      }
    }
    List<Row> rows = read(spec(folder, "image_path", "img_emb", "caption"));
    assertEquals(
        List.of("p0 c0", "p1 c1", "p2 c2", "p3 c3", "p4 c4", "p5 c5"),
        rows.stream().map(r -> r.getAs("claimed_id") + " " + r.getAs("label")).toList());
    assertEquals("{\"n\":4}", rows.get(4).getAs("metadata"));
    assertEquals(
        "input.content must name the folder of the matrices, got nothing; the folders with .npy"
            + " files are img_emb, text_emb",
        assertThrows(InputMismatch.class, () -> read(spec(folder, "image_path", null, null)))
            .getMessage());
  }

  @Test
  void idsThatHaveSlippedAreRefused() throws Exception {
    Files.write(folder.resolve("x.npy"), npy(4, 2, 3));
    for (String ids : List.of("only\n", "a\nb\nc\n")) {
      Files.writeString(folder.resolve("x.txt"), ids);
      Exception e = assertThrows(Exception.class, () -> read(spec(folder, "id", null, null)));
      assertTrue(e.getMessage().contains("must have 2 rows like its matrix, got"), e.getMessage());
    }
    Files.delete(folder.resolve("x.txt"));
    Exception e = assertThrows(Exception.class, () -> read(spec(folder, "id", null, null)));
    assertTrue(e.getMessage().contains("must have a file of ids beside it"), e.getMessage());
    assertEquals(2, read(spec(folder, null, null, null)).size());
  }

  @Test
  void aMatrixThatEndsEarlyOrIsNoneIsNamed() throws Exception {
    byte[] whole = npy(4, 2, 3);
    Files.write(folder.resolve("x.npy"), Arrays.copyOf(whole, whole.length - 5));
    Exception e = assertThrows(Exception.class, () -> read(spec(folder, null, null, null)));
    assertTrue(e.getMessage().contains("announces 2 rows, but ends after 1"), e.getMessage());
    Files.writeString(folder.resolve("x.npy"), "no matrix at all");
    Exception other = assertThrows(Exception.class, () -> read(spec(folder, null, null, null)));
    assertTrue(
        other.getMessage().contains("must hold a 2-d NumPy matrix of float16, float32 or float64"),
        other.getMessage());
  }
}
