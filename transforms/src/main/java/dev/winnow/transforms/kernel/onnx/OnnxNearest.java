package dev.winnow.transforms.kernel.onnx;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;

/**
 * Nearest centroids on a device, with the bits of the CPU's kernel.
 *
 * <p>The device finds the greatest scores of each row. Their roundings differ from those of the
 * CPU, within a bound that {@link ErrorBound} proves. The nearest centroid by the CPU's kernel is
 * among those within that margin of the greatest score, which nearly always is one centroid. These
 * are scored again with the CPU's chain of operations, so cluster and score have its bits. Where
 * more than three centroids are within the margin, the row is not finite, or its scores could
 * overflow, the row goes to the CPU's kernel.
 *
 * <p>Small calls, and calls that compare rows with only some of the centroids, go to the CPU's
 * kernel as a whole; it packs the centroids when first needed. Memory: the centroids three times on
 * the host (as given, packed, and while a session opens) and once on the device; {@link Chunks} has
 * the rest.
 */
final class OnnxNearest implements NearestCentroid {

  private static final Cleaner CLEANER = Cleaner.create();

  private final int k;
  private final int dim;
  private final NearestGraph graph;
  private final Chunks chunks;
  private final Search search;
  private final ExactWinners exact;
  private final DenseKernel cpu;
  private final float[] centroids;
  private final float[] bias;
  private final long leastWork;
  private final AtomicLong leftToCpu = new AtomicLong();
  private NearestCentroid packedForCpu;

  /**
   * @param centroids {@code float[k * dim]}
   * @param bias bias of each centroid; null for none
   * @param margin margin by the length of a row, as {@link ErrorBound#margin} computes it
   * @param search search for the centroids; closed with this object, or when it is unreachable
   * @param leastWork number of products below which a call goes to the CPU
   */
  OnnxNearest(
      float[] centroids,
      int dim,
      float[] bias,
      DoubleUnaryOperator margin,
      Search search,
      Chunks chunks,
      DenseKernel cpu,
      long leastWork) {
    this.k = centroids.length / dim;
    this.dim = dim;
    this.graph = new NearestGraph(k, dim);
    this.centroids = centroids;
    this.bias = bias;
    this.chunks = chunks;
    this.search = search;
    this.exact = new ExactWinners(centroids, dim, bias, margin);
    this.cpu = cpu;
    this.leastWork = leastWork;
    CLEANER.register(this, search::close);
  }

  @Override
  public int k() {
    return k;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int batch() {
    return Math.min(8192, chunks.rows(graph));
  }

  /** Returns the number of rows that went to the CPU's kernel one by one. */
  long rowsOnCpu() {
    return leftToCpu.get();
  }

  @Override
  public void assign(
      float[] rows, int offset, int n, int limit, int step, int[] cluster, float[] score) {
    boolean all = step == 0 && limit >= k;
    if (!all || (long) n * k * dim < leastWork) {
      onCpu().assign(rows, offset, n, limit, step, cluster, score);
      return;
    }
    int from = 0;
    while (from < n) {
      from += assignSome(rows, offset + from, n - from, from, cluster, score);
    }
  }

  /** Assigns as many of the next rows as the device takes, and returns their number. */
  private int assignSome(float[] rows, int offset, int most, int at, int[] cluster, float[] score) {
    int n = Math.min(most, chunks.rows(graph));
    double[] lengths;
    FoundScores found;
    FloatBuffer buffer = chunks.take(graph);
    try {
      fill(buffer, rows, offset, n);
      lengths = exact.lengths(rows, offset, n);
      found = search.run(buffer.slice(0, n * graph.depth()), n);
    } catch (OutOfDeviceMemory e) {
      if (n == 1) {
        throw new DeviceUnavailable(
            "the GPU's memory must hold the scores of a row with "
                + k
                + " centroids, it has no room for them; set the device to cpu");
      }
      chunks.tooMany(n, graph);
      return 0;
    } finally {
      chunks.give(buffer);
    }
    int[] open = exact.resolve(found, rows, offset, lengths, n, at, cluster, score);
    assignOnCpu(rows, offset, open, at, cluster, score);
    return n;
  }

  private void fill(FloatBuffer buffer, float[] rows, int offset, int n) {
    int depth = graph.depth();
    float[] one = new float[depth - dim];
    one[0] = 1;
    for (int row = 0; row < n; row++) {
      buffer.put(row * depth, rows, (offset + row) * dim, dim);
      buffer.put(row * depth + dim, one);
    }
  }

  private void assignOnCpu(
      float[] rows, int offset, int[] open, int at, int[] cluster, float[] score) {
    if (open.length == 0) {
      return;
    }
    leftToCpu.addAndGet(open.length);
    float[] gathered = new float[open.length * dim];
    for (int i = 0; i < open.length; i++) {
      System.arraycopy(rows, (offset + open[i]) * dim, gathered, i * dim, dim);
    }
    int[] clusters = new int[open.length];
    float[] scores = new float[open.length];
    onCpu().assign(gathered, 0, open.length, k, 0, clusters, scores);
    for (int i = 0; i < open.length; i++) {
      cluster[at + open[i]] = clusters[i];
      score[at + open[i]] = scores[i];
    }
  }

  private synchronized NearestCentroid onCpu() {
    if (packedForCpu == null) {
      packedForCpu = cpu.nearest(centroids, dim, bias);
    }
    return packedForCpu;
  }

  @Override
  public void close() {
    search.close();
  }
}
