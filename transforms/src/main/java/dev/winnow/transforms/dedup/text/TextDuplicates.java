package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.ExactDuplicates;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops texts that are nearly the same as a text that stays. First it drops rows of equal text
 * ({@link TextExactForm}), then rows of the remaining ones by the pairs of {@link NearTexts} and a
 * rule of {@link DuplicateGroups}.
 */
public final class TextDuplicates {

  /**
   * Dropped rows.
   *
   * @param dropped {@code id}, {@code duplicate_of}, {@code representative}, {@code similarity},
   *     {@code rule}, as {@link DuplicateGroups#apply} returns them. A row of equal text has
   *     similarity 1 and the rule {@code text}. Its witness may be dropped for another reason; its
   *     representative stays
   * @param bounded as {@link NearTexts.Found#bounded}
   */
  public record Found(Dataset<Row> dropped, Dataset<Row> bounded) {}

  private final NearTexts near;
  private final DuplicateGroups groups;

  public TextDuplicates(NearTexts near, DuplicateGroups groups) {
    this.near = near;
    this.groups = groups;
  }

  /**
   * Runs the jobs of {@link NearTexts#apply} and {@link DuplicateGroups#apply}.
   *
   * @param rows {@code id} (string, distinct), {@code text} (string) and {@code place} (long): rows
   *     of lesser places are kept first, ties by id
   */
  public Found apply(Dataset<Row> rows) {
    Dataset<Row> same =
        Snapshot.of(
            new ExactDuplicates(TextExactForm.RULE)
                .apply(
                    rows.select(
                        col("id"), TextExactForm.sha256(col("text")).as("key"), col("place"))));
    Dataset<Row> left =
        rows.join(same.select(col("id").as("gone")), col("id").equalTo(col("gone")), "left_anti");
    NearTexts.Found found = near.apply(left);
    Dataset<Row> nearly = Snapshot.of(groups.apply(found.accepted(), left.select("id", "place")));
    return new Found(
        DuplicateGroups.representedThrough(same, nearly).union(nearly), found.bounded());
  }
}
