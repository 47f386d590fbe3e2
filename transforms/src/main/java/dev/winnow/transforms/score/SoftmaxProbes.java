package dev.winnow.transforms.score;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A few softmax classifiers that predict labels from embeddings. Each has different first weights
 * and reads the rows in a different order.
 *
 * <p>An epoch is one pass: in every {@link ProbeShard} each probe starts from the common weights
 * and makes one step of gradient descent a row, and then the weights of the shards are averaged.
 * Shards, the order of their rows and the first weights follow from ids and the seed, and weights
 * are added as whole steps of 2^-32. So the probes have the same bits for any partitioning and
 * number of cores. The step is {@code 0.5 / sqrt(epoch)} on the cross-entropy, without
 * regularisation, with a bias. MLlib's LogisticRegression does not serve: it adds gradients in
 * floating point in the order of the partitions, and gives no weights of single epochs.
 *
 * <p>Where more than 200,000 rows have a label, the probes are trained on a sample of about as
 * many, drawn by hash. It has the same share of every class, and about 64 rows or more of a class,
 * or all that it has. Cost: a shuffle of those rows, a job for each epoch, {@code 4 PROBES EPOCHS
 * rows classes dim} operations. The rows stay in Spark's storage until the end. With w = classes
 * (dim + 1), a task holds {@code 12 PROBES w} bytes. The driver holds the same and the weights that
 * are kept: {@code 4 PROBES w}, or EPOCHS times that when the weights of every epoch are kept,
 * which is 0.9 GB for 10,000 classes of 768 dimensions.
 *
 * @see <a
 *     href="https://proceedings.neurips.cc/paper/2010/hash/abea47ba24142ed16b7d8fbf2c740e0d-Abstract.html">
 *     Zinkevich et al. 2010</a>, algorithm 3: averaging of weights
 */
public final class SoftmaxProbes implements Serializable {

  private static final long serialVersionUID = 1;

  /** Number of classifiers. */
  public static final int PROBES = 3;

  /** Number of passes over the training rows. */
  public static final int EPOCHS = 10;

  private static final long MOST_ROWS = 200_000;
  private static final double STEPS = 0x1p32;

  private final int classes;
  private final int dim;

  /** Weights at {@code [epoch][probe]}; null for an epoch that is not kept. */
  private final float[][][] weights;

  private SoftmaxProbes(int classes, int dim, float[][][] weights) {
    this.classes = classes;
    this.dim = dim;
    this.weights = weights;
  }

  /**
   * Trains on rows of (id, embedding, label); rows without a label are left out.
   *
   * @param classes classes of the corpus, at least two
   * @param dim length of the embeddings
   * @param everyEpoch true to keep the weights after each epoch, false to keep only the last ones
   * @throws IllegalArgumentException inside the job when an embedding has another length
   */
  public static SoftmaxProbes train(
      Dataset<Row> labelled, LabelClasses classes, int dim, long seed, boolean everyEpoch) {
    classes.require(2);
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(labelled.sparkSession().sparkContext());
    Broadcast<LabelClasses> labels = spark.broadcast(classes);
    // Shuffle the training rows into shards by their hashes.
    JavaRDD<ProbeShard> shards =
        ProbeShard.of(LabelledVector.of(labelled, seed), labels, dim, MOST_ROWS)
            .persist(StorageLevel.MEMORY_AND_DISK());
    // Each probe starts from small random weights.
    float[][] weights = new float[PROBES][];
    for (int probe = 0; probe < PROBES; probe++) {
      weights[probe] = first(probe, classes.size(), dim, seed);
    }
    // Each epoch is one job over the shards.
    float[][][] kept = new float[EPOCHS][][];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      weights = epoch(spark, shards, weights, epoch, classes.size(), dim, seed);
      kept[epoch] = everyEpoch || epoch == EPOCHS - 1 ? weights : null;
    }
    shards.unpersist(false);
    labels.destroy();
    return new SoftmaxProbes(classes.size(), dim, kept);
  }

  /** Trains all probes for one epoch on every shard, and averages the weights of the shards. */
  private static float[][] epoch(
      JavaSparkContext spark,
      JavaRDD<ProbeShard> shards,
      float[][] before,
      int epoch,
      int classes,
      int dim,
      long seed) {
    Broadcast<float[][]> shipped = spark.broadcast(before);
    Sums sums =
        shards
            .map(shard -> Sums.of(shard, shipped.value(), epoch, classes, dim, seed))
            .treeReduce(Sums::add, 2);
    shipped.destroy();
    return sums.shards == 0 ? before : sums.mean();
  }

  /** Returns the first weights of a probe, evenly distributed over a small range. */
  static float[] first(int probe, int classes, int dim, long seed) {
    SplittableRandom random = random(seed, probe, -1, 0);
    float[] weights = new float[SoftmaxProbe.size(classes, dim)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((random.nextDouble() - 0.5) * 0.1);
    }
    return weights;
  }

  /** Returns the order in which a probe reads the rows of a shard in an epoch. */
  static int[] order(int rows, long seed, int probe, int epoch, int shard) {
    SplittableRandom random = random(seed, probe, epoch, shard);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  static double rate(int epoch) {
    return 0.5 / Math.sqrt(epoch + 1.0);
  }

  private static SplittableRandom random(long seed, int probe, int epoch, int shard) {
    // Each number goes through the generator's own mixing before the next one is added.
    long mixed = seed;
    for (int part : new int[] {probe, epoch, shard}) {
      mixed = new SplittableRandom(mixed + part).nextLong();
    }
    return new SplittableRandom(mixed);
  }

  /** Sum of the weights of shards. */
  private static final class Sums implements Serializable {

    private static final long serialVersionUID = 1;

    private final long[][] steps;
    private int shards;

    private Sums(long[][] steps, int shards) {
      this.steps = steps;
      this.shards = shards;
    }

    static Sums of(ProbeShard shard, float[][] before, int epoch, int classes, int dim, long seed) {
      long[][] steps = new long[before.length][before[0].length];
      if (shard.size() == 0) {
        return new Sums(steps, 0);
      }
      SoftmaxProbe softmax = new SoftmaxProbe(classes, dim);
      for (int probe = 0; probe < before.length; probe++) {
        float[] weights = before[probe].clone();
        for (int i : order(shard.size(), seed, probe, epoch, shard.number())) {
          softmax.learn(weights, shard.rows(), i * dim, shard.classes()[i], rate(epoch));
        }
        for (int i = 0; i < weights.length; i++) {
          steps[probe][i] = (long) Math.rint(weights[i] * STEPS);
        }
      }
      return new Sums(steps, 1);
    }

    Sums add(Sums other) {
      for (int probe = 0; probe < steps.length; probe++) {
        for (int i = 0; i < steps[probe].length; i++) {
          steps[probe][i] += other.steps[probe][i];
        }
      }
      shards += other.shards;
      return this;
    }

    float[][] mean() {
      float[][] weights = new float[steps.length][steps[0].length];
      for (int probe = 0; probe < steps.length; probe++) {
        for (int i = 0; i < steps[probe].length; i++) {
          weights[probe][i] = (float) (steps[probe][i] / (STEPS * shards));
        }
      }
      return weights;
    }
  }

  int dim() {
    return dim;
  }

  /**
   * Runs the probes on a vector.
   *
   * @param softmax scratch space of as many classes and dimensions; overwritten
   * @param label class of the vector's label
   */
  ProbeOutputs outputs(SoftmaxProbe softmax, float[] vector, int label, boolean everyEpoch) {
    double[][] probabilities = new double[PROBES][];
    boolean[][] correct = everyEpoch ? new boolean[PROBES][EPOCHS] : null;
    for (int probe = 0; probe < PROBES; probe++) {
      probabilities[probe] = softmax.probabilities(weights[EPOCHS - 1][probe], vector, 0).clone();
      for (int epoch = 0; everyEpoch && epoch < EPOCHS; epoch++) {
        correct[probe][epoch] = softmax.predicted(weights[epoch][probe], vector, 0) == label;
      }
    }
    return new ProbeOutputs(label, probabilities, correct);
  }

  SoftmaxProbe softmax() {
    return new SoftmaxProbe(classes, dim);
  }
}
