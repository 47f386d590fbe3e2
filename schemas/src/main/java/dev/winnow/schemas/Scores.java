package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.List;

/** Hardness of every example. */
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
                  CLUSTER_ID, IntegerType, "Most similar prototype; ties go to the lower index"),
              Column.required(
                  COSINE_DIST_TO_CENT, DoubleType, "Cosine distance to that prototype, in [0, 2]"),
              Column.required(
                  HARDNESS,
                  DoubleType,
                  "The prune metric; higher is harder; of prototype the example closest to its"
                      + " prototype has the lowest; of rank-average the mean of rank quantiles, in"
                      + " (0, 1]")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              new RowRule(
                  "cosine_dist_in_range", "cosine_dist_to_cent >= 0 AND cosine_dist_to_cent <= 2"),
              Types.finite("hardness")));

  /** Metrics beside the prototype score, as {@link #of(List, List)} knows them. */
  private static final List<FurtherMetric> FURTHER =
      List.of(
          new FurtherMetric(
              "supervised_prototype",
              "Cosine distance to the mean direction of the own label, in [0, 2]; higher is harder;"
                  + " that to the prototype where there is no label",
              "<= 2"),
          new FurtherMetric(
              "density",
              "Mean distance in the cluster times that of its prototype to the nearest others, in"
                  + " [0, 4]; higher is harder; one value for a cluster",
              "<= 4"),
          new FurtherMetric(
              "el2n",
              "Mean length of softmax less one-hot label over the probes, in [0, sqrt(2)]; higher"
                  + " is harder; the mean of all where there is no label",
              "<= 1.4142136"),
          new FurtherMetric(
              "forgetting",
              "Times that a probe was right and then wrong, and every epoch of a probe that never"
                  + " was right; higher is harder; the mean of all where there is no label",
              "< 64"),
          new FurtherMetric(
              "margin",
              "One less the own label's mean lead in probability, in [0, 2]; higher is harder; the"
                  + " mean of all where there is no label",
              "<= 2"),
          new FurtherMetric(
              "confidence",
              "One less the own label's mean probability, in [0, 1]; higher is harder; the mean of"
                  + " all where there is no label",
              "<= 1"),
          new FurtherMetric("random", "Hash of id and seed, in [0, 1); no hard end", "< 1"));

  /**
   * A column that a recipe may ask for; its values are at least 0.
   *
   * @param most the condition that ends the range
   */
  private record FurtherMetric(String column, String comment, String most) {}

  /** The column of an encoder's prototype score, where there are several. */
  public static String column(String encoder) {
    return "prototype_" + encoder;
  }

  /**
   * The contract with several encoders: one more column for each.
   *
   * @param encoders their names in the recipe, lower snake case
   */
  public static TableSpec of(List<String> encoders) {
    return of(encoders, List.of());
  }

  /**
   * The contract with several encoders and further metrics: one more column for each.
   *
   * @param encoders empty for one encoder
   * @param metrics columns of metrics beside the prototype score: {@code supervised_prototype},
   *     {@code density}, {@code el2n}, {@code forgetting}, {@code margin}, {@code confidence},
   *     {@code random}
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
