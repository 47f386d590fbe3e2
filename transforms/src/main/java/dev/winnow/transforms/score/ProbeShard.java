package dev.winnow.transforms.score;

import dev.winnow.transforms.task.KeyPartitioner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import scala.Tuple2;

/**
 * Training rows whose hashes lie in one range, in the order of their hashes. The content of a shard
 * depends only on ids and the seed.
 *
 * @param rows {@code float[classes.length * dim]}
 * @param classes class of each row
 */
record ProbeShard(int number, float[] rows, int[] classes) implements Serializable {

  /** Approximate number of rows of a shard. */
  static final int ROWS = 4096;

  /** Rows that a class gives at least, on average, where it has as many. */
  static final int LEAST = 64;

  /**
   * Shuffles a stratified sample of the rows with a label into shards of about {@link #ROWS} rows,
   * one in each partition. A class gives its share of the sample and at least {@link #LEAST} rows,
   * or all rows that it has. Lazy.
   *
   * @param most approximate number of rows that are drawn where more have a label, without those
   *     that small classes add
   */
  static JavaRDD<ProbeShard> of(
      Dataset<LabelledVector> vectors, Broadcast<LabelClasses> labels, int dim, long most) {
    double[] shares = labels.value().stratified(most, LEAST);
    int shards = (int) Math.max(1, (labels.value().sampled(shares) + ROWS - 1) / ROWS);
    JavaRDD<LabelledVector> drawn =
        vectors.javaRDD().filter(row -> row.getLabel() != null && place(row, labels, shares) < 1);
    // Equal ranges of the draw become shards, and each shard is a partition.
    return drawn
        .mapToPair(
            row ->
                new Tuple2<>(
                    Math.min(shards - 1, (int) (place(row, labels, shares) * shards)), row))
        .partitionBy(new KeyPartitioner(shards))
        .mapPartitionsWithIndex(
            (number, rows) -> List.of(packed(number, rows, labels.value(), dim)).iterator(), true);
  }

  /** Returns the draw of a row over the share of its class: below 1 for a row of the sample. */
  private static double place(LabelledVector row, Broadcast<LabelClasses> labels, double[] shares) {
    return row.draw() / shares[labels.value().index(row.getLabel())];
  }

  private static ProbeShard packed(
      int number, Iterator<Tuple2<Integer, LabelledVector>> pairs, LabelClasses labels, int dim) {
    List<LabelledVector> taken = new ArrayList<>();
    while (pairs.hasNext()) {
      taken.add(pairs.next()._2());
    }
    taken.sort(
        Comparator.comparingLong(LabelledVector::getHash).thenComparing(LabelledVector::getId));
    float[] rows = new float[taken.size() * dim];
    int[] classes = new int[taken.size()];
    for (int i = 0; i < classes.length; i++) {
      System.arraycopy(taken.get(i).vector(dim), 0, rows, i * dim, dim);
      classes[i] = labels.index(taken.get(i).getLabel());
    }
    return new ProbeShard(number, rows, classes);
  }

  int size() {
    return classes.length;
  }
}
