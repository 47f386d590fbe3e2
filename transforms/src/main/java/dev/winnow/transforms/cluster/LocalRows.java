package dev.winnow.transforms.cluster;

import dev.winnow.transforms.cluster.FurthestRows.FarRow;
import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of a fit in the memory of one thread. */
public final class LocalRows implements FitRows {

  private final List<FitBlock> blocks;
  private final Metric metric;
  private final SumSteps steps;
  private final DenseKernel kernel;

  /**
   * @param blocks at least one block, each with at least one row
   */
  public LocalRows(List<FitBlock> blocks, Metric metric, SumSteps steps) {
    this(blocks, metric, steps, Kernels.cpu());
  }

  /** Compares rows with centroids by the given kernel. */
  LocalRows(List<FitBlock> blocks, Metric metric, SumSteps steps, DenseKernel kernel) {
    this.blocks = blocks;
    this.metric = metric;
    this.steps = steps;
    this.kernel = kernel;
  }

  @Override
  public long count() {
    return blocks.stream().mapToLong(FitBlock::size).sum();
  }

  @Override
  public int dim() {
    return blocks.get(0).dim();
  }

  private Assigner assigner(float[] centroids) {
    return new Assigner(NearestCentroid.of(centroids, dim(), metric, kernel), metric, centroids);
  }

  @Override
  public Update update(float[] centroids) {
    int k = centroids.length / dim();
    FixedPointSums sums = new FixedPointSums(k, dim(), steps);
    FurthestRows furthest = new FurthestRows(FurthestRows.KEPT);
    BlockPasses.sum(blocks.iterator(), assigner(centroids), sums, furthest);
    return Update.of(
        List.of(ReducedRange.of(0, k, dim(), sums, metric, furthest.rows())).iterator(),
        centroids,
        dim(),
        steps);
  }

  @Override
  public Update tally(float[] centroids) {
    int k = centroids.length / dim();
    return Update.of(
        BlockPasses.tally(blocks.iterator(), assigner(centroids), k, steps), centroids, steps);
  }

  @Override
  public List<FarRow> furthest(float[] centroids, int count) {
    return FurthestRows.first(
        BlockPasses.furthest(blocks.iterator(), assigner(centroids), count), count);
  }

  @Override
  public List<WeightedRow> find(List<FarRow> far) {
    Set<Long> hashes = new HashSet<>();
    far.forEach(row -> hashes.add(row.hash()));
    return FurthestRows.find(far, where(hashes::contains));
  }

  @Override
  public List<WeightedRow> sample(double probability) {
    return where(hash -> HashDraws.uniform(hash, -1) < probability);
  }

  @Override
  public List<WeightedRow> lowest(int count) {
    Set<Long> hashes = new HashSet<>(BlockPasses.lowest(blocks.iterator(), count));
    return where(hashes::contains);
  }

  private List<WeightedRow> where(HashDraws.Accept accept) {
    return BlockPasses.filter(blocks.iterator(), accept);
  }

  @Override
  public List<WeightedRow> draw(float[] centroids, double factor, int round) {
    return BlockPasses.draw(blocks.iterator(), assigner(centroids), factor, round);
  }
}
