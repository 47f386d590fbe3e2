package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.List;

/** Contract of table {@code scores}: the hardness of every example. */
public final class Scores {

  public static final String CLUSTER_ID = "cluster_id";
  public static final String COSINE_DIST_TO_CENT = "cosine_dist_to_cent";
  public static final String HARDNESS = "hardness";

  public static final TableSpec SPEC =
      new TableSpec(
          "scores",
          "One row per scored example",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the example"),
              Column.required(
                  CLUSTER_ID,
                  IntegerType,
                  "Cluster of the most similar prototype; of equal ones, the lowest"),
              Column.required(
                  COSINE_DIST_TO_CENT,
                  DoubleType,
                  "Cosine distance to the prototype of cluster_id, in [0, 2]"),
              Column.required(
                  HARDNESS,
                  DoubleType,
                  "Value of the prune metric; higher is harder. With metric prototype, the example"
                      + " closest to its prototype has the lowest value; with rank-average it is"
                      + " the mean of rank quantiles, in (0, 1]")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              new RowRule(
                  "cosine_dist_in_range", "cosine_dist_to_cent >= 0 AND cosine_dist_to_cent <= 2"),
              Types.finite(HARDNESS)));

  /** Metrics beside the prototype score that {@link #of(List, List)} accepts. */
  private static final List<FurtherMetric> FURTHER =
      List.of(
          new FurtherMetric(
              "supervised_prototype",
              "Cosine distance to the mean direction of the row's label, in [0, 2]; higher is"
                  + " harder; the distance to the prototype where there is no label",
              "<= 2"),
          new FurtherMetric(
              "density",
              "Mean distance in the cluster, times the mean distance of its prototype to the"
                  + " nearest others, in [0, 4]; higher is harder; one value per cluster",
              "<= 4"),
          new FurtherMetric(
              "el2n",
              "Mean L2 length, over the probes, of softmax minus one-hot label, in [0, sqrt(2)];"
                  + " higher is harder; the mean of all rows where there is no label",
              "<= 1.4142136"),
          new FurtherMetric(
              "forgetting",
              "Number of times that a probe was right and then wrong, plus all epochs of a probe"
                  + " that was never right; higher is harder; the mean of all rows where there"
                  + " is no label",
              "< 64"),
          new FurtherMetric(
              "margin",
              "1 minus the mean lead of the row's label in probability, in [0, 2]; higher is"
                  + " harder; the mean of all rows where there is no label",
              "<= 2"),
          new FurtherMetric(
              "confidence",
              "1 minus the mean probability of the row's label, in [0, 1]; higher is harder; the"
                  + " mean of all rows where there is no label",
              "<= 1"),
          new FurtherMetric(
              "random", "Hash of id and seed as a number in [0, 1); neither end is hard", "< 1"));

  /**
   * A column that a recipe may ask for, with values from 0.
   *
   * @param most upper end of the range, as a condition
   */
  private record FurtherMetric(String column, String comment, String most) {}

  /** Returns the column of one encoder's prototype score, for recipes with several encoders. */
  public static String column(String encoder) {
    return "prototype_" + encoder;
  }

  /**
   * Returns the contract for several encoders: one more column for each.
   *
   * @param encoders names of the encoders in the recipe, lower snake case
   */
  public static TableSpec of(List<String> encoders) {
    return of(encoders, List.of());
  }

  /**
   * Returns the contract for several encoders and further metrics: one more column for each.
   *
   * @param encoders names of the encoders; empty for one encoder
   * @param metrics columns of metrics beside the prototype score: {@code supervised_prototype},
   *     {@code density}, {@code el2n}, {@code forgetting}, {@code margin}, {@code confidence},
   *     {@code random}
   * @throws IllegalArgumentException for another metric
   */
  public static TableSpec of(List<String> encoders, List<String> metrics) {
    List<Column> columns = new ArrayList<>(SPEC.columns());
    List<RowRule> rules = new ArrayList<>(SPEC.rules());
    for (String encoder : encoders) {
      String name = column(encoder);
      columns.add(
          Column.required(
              name,
              DoubleType,
              "Cosine distance to the most similar prototype of encoder "
                  + encoder
                  + ", in [0, 2]; higher is harder"));
      rules.add(new RowRule(name + "_in_range", name + " >= 0 AND " + name + " <= 2"));
    }
    for (String metric : metrics) {
      FurtherMetric further =
          FURTHER.stream()
              .filter(m -> m.column().equals(metric))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("metric has no column in scores: " + metric));
      columns.add(Column.required(metric, DoubleType, further.comment()));
      // NaN compares above every number, so the upper bound refuses it.
      rules.add(
          new RowRule(metric + "_in_range", metric + " >= 0 AND " + metric + " " + further.most()));
    }
    return new TableSpec(SPEC.name(), SPEC.comment(), columns, rules);
  }

  private Scores() {}
}
