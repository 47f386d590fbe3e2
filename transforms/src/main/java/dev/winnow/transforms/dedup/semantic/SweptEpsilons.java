package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the rows that the reference rule would remove at other values of epsilon, and shows pairs
 * on both sides of each value, so that a person can choose one. The maxima of {@link
 * SemanticDuplicates} serve all values.
 *
 * <p>There are {@value #STEPS} values from {@value #SMALLEST} to {@value #LARGEST}, each about 1.57
 * times the one before, and the chosen one. Deterministic.
 */
public final class SweptEpsilons {

  static final int STEPS = 20;
  static final double SMALLEST = 1e-4;
  static final double LARGEST = 0.5;

  private static final StructType PAIR =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(DUPLICATE_OF, DataTypes.StringType, false)
          .add(COSINE_SIMILARITY, DataTypes.DoubleType, false);

  private static final StructType SCHEMA =
      new StructType()
          .add("epsilon", DataTypes.DoubleType, false)
          .add("rows_removed", DataTypes.LongType, false)
          .add("share", DataTypes.DoubleType, false)
          .add("pairs_above", DataTypes.createArrayType(PAIR, false), false)
          .add("pairs_below", DataTypes.createArrayType(PAIR, false), false);

  /**
   * Returns (epsilon, rows_removed long, share double, pairs_above, pairs_below), in ascending
   * order of epsilon. The pairs are (id, duplicate_of, cosine_similarity) of at most three rows
   * whose greatest cosine is closest above the threshold, and of at most three below it. The
   * closest come first; of equal ones, the first in the order of rows. Runs two jobs and the one
   * that computes the maxima.
   */
  public static Dataset<Row> sweep(SemanticDuplicates duplicates) {
    double[] epsilons = epsilons(duplicates.options().epsilon());
    float[] leasts = new float[epsilons.length];
    for (int i = 0; i < leasts.length; i++) {
      leasts[i] = new Threshold(epsilons[i]).least();
    }
    SweepBands bands =
        duplicates.rows() == 0
            ? new SweepBands(leasts)
            : duplicates
                .maxima()
                .javaRDD()
                .mapPartitions(
                    links -> {
                      SweepBands counted = new SweepBands(leasts);
                      links.forEachRemaining(counted::add);
                      return List.of(counted).iterator();
                    })
                .treeReduce(SweepBands::merge, 2);
    Map<Long, String> ids = ids(duplicates, bands);
    List<Row> swept = new ArrayList<>();
    for (int i = 0; i < epsilons.length; i++) {
      long removed = bands.removed(i);
      swept.add(
          RowFactory.create(
              epsilons[i],
              removed,
              duplicates.rows() == 0 ? 0 : (double) removed / duplicates.rows(),
              named(bands.above(i), ids),
              named(bands.below(i), ids)));
    }
    return duplicates.session().createDataFrame(swept, SCHEMA);
  }

  /** Returns the values of epsilon, in ascending order. */
  static double[] epsilons(double chosen) {
    TreeSet<Double> all = new TreeSet<>(Comparator.naturalOrder());
    IntStream.range(0, STEPS)
        .mapToDouble(
            i ->
                i == STEPS - 1
                    ? LARGEST
                    : SMALLEST * StrictMath.pow(LARGEST / SMALLEST, i / (STEPS - 1.0)))
        .forEach(all::add);
    all.add(chosen);
    return all.stream().mapToDouble(e -> e).toArray();
  }

  private static Map<Long, String> ids(SemanticDuplicates duplicates, SweepBands bands) {
    Set<Long> wanted = new HashSet<>();
    for (SweepBands.Link link : bands.links()) {
      wanted.add(link.later());
      wanted.add(link.earlier());
    }
    Map<Long, String> ids = new HashMap<>();
    if (!wanted.isEmpty()) {
      duplicates
          .ids()
          .where(col("place").isInCollection(wanted))
          .collectAsList()
          .forEach(row -> ids.put(row.getLong(0), row.getString(1)));
    }
    return ids;
  }

  private static List<Row> named(List<SweepBands.Link> links, Map<Long, String> ids) {
    return links.stream()
        .map(
            link ->
                RowFactory.create(
                    ids.get(link.later()),
                    ids.get(link.earlier()),
                    Threshold.cosine(link.product())))
        .toList();
  }

  private SweptEpsilons() {}
}
