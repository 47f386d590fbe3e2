package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import dev.winnow.transforms.kernel.TestKernels;
import dev.winnow.transforms.kernel.onnx.OnnxOnCpu;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fits k-means with the GPU's kernel, whose graph ONNX Runtime runs on the CPU. */
class OnnxFitTest {

  private static final int DIM = 16;

  /** Returns unit vectors in blocks of 50 rows, fewer than the kernel takes at once. */
  private static List<FitBlock> blocks() {
    SplittableRandom random = new SplittableRandom(1);
    List<FitBlock> blocks = new ArrayList<>();
    for (int b = 0; b < 60; b++) {
      float[] rows = new float[50 * DIM];
      long[] hashes = new long[50];
      for (int i = 0; i < 50; i++) {
        double squares = 0;
        for (int j = 0; j < DIM; j++) {
          rows[i * DIM + j] = (float) random.nextGaussian();
          squares += rows[i * DIM + j] * (double) rows[i * DIM + j];
        }
        for (int j = 0; j < DIM; j++) {
          rows[i * DIM + j] /= (float) Math.sqrt(squares);
        }
        hashes[i] = random.nextLong();
      }
      blocks.add(new FitBlock(DIM, rows, hashes));
    }
    return blocks;
  }

  private static KMeansFit fit(Metric metric, DenseKernel kernel) {
    KMeansOptions options =
        new KMeansOptions(300, metric, 8, 0, KMeansOptions.Init.K_MEANS_PARALLEL, 2, 3, 0, null);
    SumSteps steps = metric == Metric.COSINE ? SumSteps.UNIT : SumSteps.euclidean(1, DIM);
    LocalRows rows = new LocalRows(blocks(), metric, steps, kernel);
    return new Lloyd(options, line -> {}).fit(rows, IterationStore.NONE);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void aFitHasTheBitsOfPlainJava(Metric metric) {
    KMeansFit plain = fit(metric, TestKernels.plain());
    KMeansFit onnx = fit(metric, OnnxOnCpu.kernel());
    assertTrue(plain.iterations().size() > 3, "the fit ended too early to show anything");
    assertArrayEquals(plain.centroids(), onnx.centroids());
    assertEquals(plain.inertia(), onnx.inertia());
  }
}
