package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Rows in memory, divided among as many threads as Spark has on the same machine. They measure the
 * least cost of an iteration when all cores are busy and share caches and memory.
 */
final class ThreadedRows implements FitRows, AutoCloseable {

  private final List<List<FitBlock>> shares;
  private final LocalRows all;
  private final SumSteps steps = SumSteps.UNIT;
  private final ExecutorService threads;

  ThreadedRows(List<FitBlock> blocks, int threads) {
    this.all = new LocalRows(blocks, Metric.COSINE, SumSteps.UNIT);
    this.threads = Executors.newFixedThreadPool(threads);
    this.shares =
        IntStream.range(0, threads)
            .mapToObj(
                t -> blocks.subList(blocks.size() * t / threads, blocks.size() * (t + 1) / threads))
            .toList();
  }

  @Override
  public long count() {
    return all.count();
  }

  @Override
  public int dim() {
    return all.dim();
  }

  @Override
  public Update update(float[] centroids) {
    int k = centroids.length / dim();
    NearestCentroid packed = NearestCentroid.of(centroids, dim(), Metric.COSINE, Kernels.cpu());
    List<FurthestRows> furthest = new ArrayList<>();
    List<Future<FixedPointSums>> running = new ArrayList<>();
    for (List<FitBlock> share : shares) {
      FurthestRows far = new FurthestRows(FurthestRows.KEPT);
      furthest.add(far);
      running.add(
          threads.submit(
              () -> {
                FixedPointSums sums = new FixedPointSums(k, dim(), steps);
                BlockPasses.sum(
                    share.iterator(), new Assigner(packed, Metric.COSINE, centroids), sums, far);
                return sums;
              }));
    }
    FixedPointSums sums = result(running.get(0));
    running.stream().skip(1).forEach(one -> sums.add(result(one).touched(0, k)));
    return Update.of(
        List.of(
                FitRows.ReducedRange.of(
                    0,
                    k,
                    dim(),
                    sums,
                    Metric.COSINE,
                    furthest.stream().flatMap(f -> f.rows().stream()).toList()))
            .iterator(),
        centroids,
        dim(),
        steps);
  }

  private static FixedPointSums result(Future<FixedPointSums> sums) {
    try {
      return sums.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a thread of the loop failed", e);
    }
  }

  @Override
  public Update tally(float[] centroids) {
    return all.tally(centroids);
  }

  @Override
  public List<FurthestRows.FarRow> furthest(float[] centroids, int count) {
    return all.furthest(centroids, count);
  }

  @Override
  public List<WeightedRow> find(List<FurthestRows.FarRow> far) {
    return all.find(far);
  }

  @Override
  public List<WeightedRow> sample(double probability) {
    return all.sample(probability);
  }

  @Override
  public List<WeightedRow> lowest(int count) {
    return all.lowest(count);
  }

  @Override
  public List<WeightedRow> draw(float[] centroids, double factor, int round) {
    return all.draw(centroids, factor, round);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
