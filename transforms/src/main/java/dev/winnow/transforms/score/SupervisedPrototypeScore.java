package dev.winnow.transforms.score;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.PartialSums;
import dev.winnow.transforms.kernel.SumSteps;
import dev.winnow.transforms.task.Batched;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Cosine distance of each example to the prototype of its label, which is the direction of the mean
 * of the label's embeddings. In [0, 2]; higher is harder, and within a label the example closest to
 * the prototype has the lowest hardness.
 *
 * <p>The distance is null where the row has no label, or where the label's embeddings cancel out
 * and have no mean direction. Sums are exact, so the result does not depend on partitioning. The
 * mean of a label with more than 2^25 rows is taken over about that many, drawn by hash; that of
 * any other label is taken over all of its rows.
 *
 * <p>Cost: one job for the sums, and one lazy pass. A task holds {@code 8 classes dim} bytes twice,
 * an executor {@code 4 classes dim}.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, supervised prototypes
 */
public final class SupervisedPrototypeScore {

  /** Name of the column. */
  public static final String COLUMN = "supervised_prototype";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(COLUMN, DataTypes.DoubleType, true);

  /** Half of the rows that {@link FixedPointSums} can sum. */
  private static final double MOST_ROWS = 1L << 25;

  private final LabelClasses classes;
  private final int dim;
  private final double mostRows;

  /**
   * @param classes classes of the corpus, at least one
   * @param dim length of the embeddings
   */
  public SupervisedPrototypeScore(LabelClasses classes, int dim) {
    this(classes, dim, MOST_ROWS);
  }

  /**
   * @param mostRows number of rows of a label over which its mean is taken at most, on average
   */
  SupervisedPrototypeScore(LabelClasses classes, int dim, double mostRows) {
    classes.require(1);
    this.classes = classes;
    this.dim = dim;
    this.mostRows = mostRows;
  }

  /** Mean directions of the classes; {@code known} is false for a class without a direction. */
  private record Directions(float[] all, boolean[] known) implements Serializable {}

  /**
   * Returns (id, supervised_prototype) for rows of (id, embedding, label), unit vectors.
   *
   * @throws IllegalArgumentException inside the job when an embedding has another length
   */
  public Dataset<Row> apply(Dataset<Row> labelled) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(labelled.sparkSession().sparkContext());
    Dataset<LabelledVector> vectors = LabelledVector.of(labelled, 0);
    Broadcast<LabelClasses> labels = spark.broadcast(classes);
    // Sum the embeddings of each label, in one job.
    Broadcast<Directions> shipped = spark.broadcast(directions(vectors, labels));
    // Compare each row with the direction of its label.
    int length = dim;
    return vectors.mapPartitions(
        (MapPartitionsFunction<LabelledVector, Row>)
            rows -> scored(rows, labels.value(), shipped.value(), length),
        Encoders.row(SCHEMA));
  }

  private Directions directions(Dataset<LabelledVector> vectors, Broadcast<LabelClasses> labels) {
    int k = classes.size();
    int length = dim;
    double[] shares = classes.upTo(mostRows);
    PartialSums sums =
        vectors
            .javaRDD()
            .mapPartitions(rows -> List.of(summed(rows, labels.value(), shares, length)).iterator())
            .treeReduce(
                (a, b) -> new FixedPointSums(k, length, SumSteps.UNIT).add(a).add(b).touched(0, k),
                2);
    FixedPointSums all = new FixedPointSums(k, dim, SumSteps.UNIT).add(sums);
    float[] directions = new float[k * dim];
    boolean[] known = new boolean[k];
    for (int c = 0; c < k; c++) {
      known[c] = all.centroid(c, Metric.COSINE, directions, c * dim);
    }
    return new Directions(directions, known);
  }

  private static PartialSums summed(
      Iterator<LabelledVector> rows, LabelClasses classes, double[] shares, int dim) {
    FixedPointSums sums = new FixedPointSums(classes.size(), dim, SumSteps.UNIT);
    while (rows.hasNext()) {
      LabelledVector row = rows.next();
      int label = classes.index(row.getLabel());
      if (label >= 0 && row.draw() < shares[label]) {
        sums.add(label, row.vector(dim), 0, 0);
      }
    }
    return sums.touched(0, classes.size());
  }

  private static Iterator<Row> scored(
      Iterator<LabelledVector> rows, LabelClasses classes, Directions directions, int dim) {
    CosineDistances distances = new CosineDistances(directions.all(), dim);
    return Batched.map(
        rows,
        row -> {
          int label = classes.index(row.getLabel());
          Double score =
              label >= 0 && directions.known()[label]
                  ? (Double) distances.distance(row.vector(dim), 0, label)
                  : null;
          return RowFactory.create(row.getId(), score);
        });
  }
}
