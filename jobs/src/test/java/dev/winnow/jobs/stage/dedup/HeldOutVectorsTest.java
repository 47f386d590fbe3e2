package dev.winnow.jobs.stage.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held-out vectors of a Delta table. */
class HeldOutVectorsTest {

  private static final RunEncoder ENCODER = new RunEncoder(null, "e", 2);

  @TempDir private Path folder;

  private String table(String rows) {
    String path = folder.resolve("held-out").toString();
    LocalSpark.session()
        .sql("SELECT * FROM VALUES " + rows + " AS t(id, embedding)")
        .write()
        .format("delta")
        .save(path);
    return path;
  }

  private static List<String> read(String path) {
    return HeldOutVectors.read(LocalSpark.session(), path, ENCODER)
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + row.<Float>getList(1))
        .toList();
  }

  @Test
  void vectorsOfAnyLengthAreScaledToOne() {
    String path =
        table(
            "('a', array(30f, 40f)), ('b', array(3e-30f, 4e-30f)), ('c', array(3e30f, 4e30f)),"
                + " ('d', array(0.6f, 0.8f))");
    assertEquals(
        List.of("a[0.6, 0.8]", "b[0.6, 0.8]", "c[0.59999996, 0.8]", "d[0.6, 0.8]"), read(path));
  }

  @Test
  void doublesAreReadToo() {
    assertEquals(List.of("a[0.6, 0.8]"), read(table("('a', array(30d, 40d))")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array(0f, 0f) | zero_vector, it has 0 in all 2 dimensions",
        "array(1f, float('nan')) | non_finite_vector, it has NaN in dimension 1",
        "array(float('-inf'), 1f) | non_finite_vector, it has -Infinity in dimension 0",
        "array(3e38f, 3e38f) | norm_too_large, it has a norm of 4.2426406948942856E38",
        "cast(null AS array<float>) | null_vector, it has null as embedding",
        "array(1f, cast(null AS float)) | null_vector, it has null in dimension 1",
        "array(1f) | wrong_dimension, it has 1 dimensions, where embeddings have 2"
      })
  void aVectorWithoutALengthIsRefusedWithItsRow(String vector, String fault) {
    String path = table("('fine', array(1f, 2f)), ('wrong', " + vector + ")");
    Failure refused = assertThrows(Failure.class, () -> read(path));
    assertEquals(ExitCode.DATA, refused.exitCode());
    assertEquals(
        "dedup.exclude.path must hold finite vectors other than zero, row wrong of "
            + path
            + " is refused as "
            + fault
            + "; remove the row or compute its vector again",
        refused.getMessage());
  }

  @Test
  void textsInPlaceOfVectorsAreRefused() {
    String path = table("('a', 'no vector')");
    Failure refused = assertThrows(Failure.class, () -> read(path));
    assertEquals(
        "dedup.exclude.path must have arrays of numbers in column embedding, "
            + path
            + " has string; write the vectors as array<float>",
        refused.getMessage());
  }
}
