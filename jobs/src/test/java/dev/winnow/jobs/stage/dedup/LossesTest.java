package dev.winnow.jobs.stage.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.run.DedupEvidence.Loss;
import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Losses of files, folders, labels and groups of duplicates. */
class LossesTest {

  private static final StructType EXAMPLES =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("label", DataTypes.StringType);

  private static final StructType DUPLICATES =
      new StructType().add("id", DataTypes.StringType).add("representative", DataTypes.StringType);

  private final List<Row> examples = new ArrayList<>();
  private final List<Row> duplicates = new ArrayList<>();

  private List<Loss> losses() {
    return Losses.of(
        LocalSpark.rows(EXAMPLES, 3, examples), LocalSpark.rows(DUPLICATES, 2, duplicates));
  }

  @Test
  void aFileOfRowsALabelAndAGroupAreListedWithTheRowsThatTheyLose() {
    for (int i = 0; i < 100; i++) {
      examples.add(RowFactory.create("a" + i, "file:/in/a.jsonl#" + i, "cat"));
      examples.add(RowFactory.create("b" + i, "file:/in/b.jsonl#" + i, "dog"));
      if (i < 60) {
        duplicates.add(RowFactory.create("b" + i, i < 15 ? "a0" : "a" + i));
      }
    }
    assertEquals(
        List.of(
            new Loss("file", "file:/in/b.jsonl", 100, 60),
            new Loss("folder", "file:/in", 200, 60),
            new Loss("group", "a0", 16, 15),
            new Loss("label", "dog", 100, 60)),
        losses());
  }

  @Test
  void picturesCountForTheirFolderAndAFolderOfOneFileIsNotListedBesideIt() {
    for (int i = 0; i < 120; i++) {
      examples.add(RowFactory.create("p" + i, "file:/in/pictures/" + i + ".png", null));
      examples.add(RowFactory.create("t" + i, "file:/in/texts/t.jsonl#" + i, null));
      duplicates.add(RowFactory.create(i % 2 == 0 ? "p" + i : "t" + i, "x" + i));
    }
    assertEquals(
        List.of(
            new Loss("file", "file:/in/texts/t.jsonl", 120, 60),
            new Loss("folder", "file:/in/pictures", 120, 60)),
        losses());
  }

  @Test
  void fewRowsAreNotListed() {
    for (int i = 0; i < 99; i++) {
      examples.add(RowFactory.create("a" + i, "file:/in/a.jsonl#" + i, "cat"));
      duplicates.add(RowFactory.create("a" + i, "x" + i / 8));
    }
    assertEquals(List.of(), losses());
  }
}
