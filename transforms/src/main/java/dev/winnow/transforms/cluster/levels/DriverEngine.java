package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.Assigner;
import dev.winnow.transforms.cluster.Block;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Lloyd;
import dev.winnow.transforms.cluster.LocalRows;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.List;

/** Fits in the thread that asks, on the CPU. */
final class DriverEngine implements LevelEngine {

  @Override
  public KMeansFit fit(List<Block> rows, KMeansOptions options) {
    return new Lloyd(options, line -> {})
        .fit(new LocalRows(rows, Metric.COSINE, SumSteps.UNIT), IterationStore.NONE);
  }

  @Override
  public Nearest nearest(List<Block> rows, float[] centroids) {
    NearestCentroid kernel =
        NearestCentroid.of(centroids, rows.get(0).dim(), Metric.COSINE, Kernels.cpu());
    return Nearest.of(rows, new Assigner(kernel, Metric.COSINE, centroids));
  }
}
