package dev.winnow.transforms.kernel.onnx;

import static dev.winnow.transforms.kernel.onnx.OnnxOnCpu.units;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.TestKernels;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the GPU's kernel, whose graph ONNX Runtime runs on the CPU, with plain Java bit by bit.
 */
class OnnxKernelTest {

  private static final DenseKernel PLAIN = TestKernels.plain();

  private static void assertSame(float[] centroids, float[] rows, int dim) {
    for (Metric metric : Metric.values()) {
      assertSame(centroids, rows, dim, metric, OnnxOnCpu.kernel());
    }
  }

  private static void assertSame(
      float[] centroids, float[] rows, int dim, Metric metric, DenseKernel kernel) {
    int n = rows.length / dim;
    int[] expected = new int[n];
    float[] expectedScores = new float[n];
    NearestCentroid.of(centroids, dim, metric, PLAIN).assign(rows, 0, n, expected, expectedScores);
    int[] clusters = new int[n];
    float[] scores = new float[n];
    try (NearestCentroid nearest = NearestCentroid.of(centroids, dim, metric, kernel)) {
      nearest.assign(rows, 0, n, clusters, scores);
    }
    assertArrayEquals(expected, clusters, metric.name());
    for (int i = 0; i < n; i++) {
      assertEquals(
          Float.floatToRawIntBits(expectedScores[i]),
          Float.floatToRawIntBits(scores[i]),
          metric + ", row " + i);
    }
  }

  /** Sizes around groups, padding and runs. */
  @ParameterizedTest(name = "k {0}, dim {1}, {2} rows")
  @CsvSource({
    "1,1,1",
    "1,100,7",
    "3,7,7",
    "37,1,7",
    "37,385,1",
    "37,100,5000",
    "256,8,100",
    "257,8,100",
    "1001,1,5000",
    "1001,100,7",
    "1001,385,5000",
    "5000,24,300"
  })
  void hasTheBitsOfPlainJava(int k, int dim, int n) {
    assertSame(units(k, dim, 1), units(n, dim, 2), dim);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void rowsOfAnOffsetAreFound(Metric metric) {
    float[] centroids = units(300, 5, 3);
    float[] rows = units(50, 5, 4);
    int[] all = new int[50];
    int[] some = new int[20];
    try (NearestCentroid nearest = NearestCentroid.of(centroids, 5, metric, OnnxOnCpu.kernel())) {
      nearest.assign(rows, 0, 50, all, new float[50]);
      nearest.assign(rows, 30, 20, some, new float[20]);
    }
    assertArrayEquals(Arrays.copyOfRange(all, 30, 50), some);
  }

  @Test
  void fewCentroidsAndThoseOfMoreThanTwoGibibytesStayWithTheCpu() {
    DenseKernel kernel =
        new OnnxKernel(
            OnnxDevice.cpu(), PLAIN, new Chunks(Chunks.SCORES, Chunks.ROWS), 256, 1 << 24);
    assertFalse(kernel.onDevice(255, 8));
    assertTrue(kernel.onDevice(256, 8));
    assertFalse(kernel.onDevice(1 << 20, 1 << 10));
    assertFalse(PLAIN.onDevice(256, 8));
  }

  @Test
  void copiesOfACentroidGoToTheLowestIndex() {
    int dim = 12;
    for (int copies : new int[] {2, 3, 4, 600}) {
      float[] centroids = units(600, dim, 5);
      int step = 600 / copies;
      for (int copy = 1; copy < copies; copy++) {
        System.arraycopy(centroids, 0, centroids, copy * step * dim, dim);
      }
      float[] rows = Arrays.copyOf(centroids, dim);
      int[] cluster = new int[1];
      NearestCentroid.of(centroids, dim, Metric.COSINE, OnnxOnCpu.kernel())
          .assign(rows, 0, 1, cluster, new float[1]);
      assertEquals(0, cluster[0], copies + " copies");
      assertSame(centroids, rows, dim);
    }
  }

  @Test
  void scoresThatAreOneStepApartHaveTheOrderOfPlainJava() {
    int dim = 40;
    int k = 500;
    float[] one = units(1, dim, 6);
    float[] centroids = new float[k * dim];
    for (int c = 0; c < k; c++) {
      System.arraycopy(one, 0, centroids, c * dim, dim);
      // Some centroids are equal, and some differ in the last bit of one coordinate.
      int j = c * 7 % dim;
      centroids[c * dim + j] = c % 3 == 0 ? one[j] : Math.nextUp(one[j]);
    }
    assertSame(centroids, units(300, dim, 7), dim);
    // Near centroids come in groups of two, so that the scores found by the device suffice.
    float[] pairs = units(k, dim, 8);
    for (int c = 1; c < k; c += 2) {
      System.arraycopy(pairs, (c - 1) * dim, pairs, c * dim, dim);
      pairs[c * dim + c % dim] = Math.nextUp(pairs[c * dim + c % dim]);
    }
    assertSame(pairs, units(300, dim, 9), dim);
  }

  @Test
  void rowsWithoutDirectionOrNotFiniteAreThoseOfPlainJava() {
    int dim = 20;
    float[] rows = units(9, dim, 10);
    Arrays.fill(rows, 0, dim, 0);
    rows[dim] = Float.NaN;
    rows[2 * dim] = Float.POSITIVE_INFINITY;
    rows[3 * dim] = Float.NEGATIVE_INFINITY;
    Arrays.fill(rows, 4 * dim, 5 * dim, Float.NaN);
    Arrays.fill(rows, 5 * dim, 6 * dim, 3e38f);
    Arrays.fill(rows, 6 * dim, 7 * dim, Float.MIN_VALUE);
    Arrays.fill(rows, 7 * dim, 8 * dim, -0f);
    assertSame(units(300, dim, 11), rows, dim);
    float[] long0 = units(300, dim, 12);
    for (int i = 0; i < long0.length; i++) {
      long0[i] *= 1e19f;
    }
    assertSame(long0, rows, dim);
    float[] broken = units(300, dim, 13);
    broken[77] = Float.NaN;
    assertSame(broken, units(5, dim, 14), dim);
  }

  @Test
  void pointsFarFromTheOriginAreThoseOfPlainJava() {
    int dim = 30;
    float[] centroids = units(400, dim, 15);
    float[] rows = units(500, dim, 16);
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] += 100;
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] += 100;
    }
    assertSame(centroids, rows, dim);
  }

  @Test
  void aSmallBoundOfMemoryChangesNoBit() {
    OnnxKernel tiny = OnnxOnCpu.kernel(new Chunks(2000, 300));
    assertSame(units(500, 10, 25), units(101, 10, 26), 10, Metric.COSINE, tiny);
  }

  @Test
  void centroidsThatWereClosedCanBeUsedAgain() {
    float[] centroids = units(300, 4, 27);
    float[] rows = units(10, 4, 28);
    NearestCentroid nearest = NearestCentroid.of(centroids, 4, Metric.COSINE, OnnxOnCpu.kernel());
    int[] before = new int[10];
    int[] after = new int[10];
    nearest.assign(rows, 0, 10, before, new float[10]);
    nearest.close();
    nearest.assign(rows, 0, 10, after, new float[10]);
    nearest.close();
    assertArrayEquals(before, after);
  }

  @Test
  void threadsShareOneInstance() {
    int n = 700;
    float[] centroids = units(400, 16, 29);
    float[] rows = units(n, 16, 30);
    int[] expected = new int[n];
    NearestCentroid.of(centroids, 16, Metric.COSINE, PLAIN)
        .assign(rows, 0, n, expected, new float[n]);
    try (NearestCentroid nearest =
        NearestCentroid.of(centroids, 16, Metric.COSINE, OnnxOnCpu.kernel())) {
      List<int[]> found =
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(
                  i -> {
                    int[] clusters = new int[n];
                    nearest.assign(rows, 0, n, clusters, new float[n]);
                    return clusters;
                  })
              .toList();
      found.forEach(clusters -> assertArrayEquals(expected, clusters));
    }
  }

  @Test
  void earlierRowsAreThoseOfPlainJava() {
    float[] rows = units(300, 8, 31);
    int[] expected = new int[300];
    int[] clusters = new int[300];
    NearestCentroid.of(rows, 8, Metric.COSINE, PLAIN)
        .assignToEarlier(rows, 0, 300, 0, expected, new float[300]);
    NearestCentroid.of(rows, 8, Metric.COSINE, OnnxOnCpu.kernel())
        .assignToEarlier(rows, 0, 300, 0, clusters, new float[300]);
    assertArrayEquals(expected, clusters);
  }

  @Test
  void encodersFindTheirEngineAfterTheKernel() {
    float[] centroids = units(300, 4, 32);
    try (NearestCentroid nearest =
        NearestCentroid.of(centroids, 4, Metric.COSINE, OnnxOnCpu.kernel())) {
      nearest.assign(centroids, 0, 1, new int[1], new float[1]);
    }
    assertEquals("OnnxRuntime", Engine.getEngine("OnnxRuntime").getEngineName());
  }

  @Test
  void aRequestedGpuThatIsAbsentIsRefused() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "onnxruntime_gpu is on the class path");
    for (int i = 0; i < 2; i++) {
      assertEquals(
          "device gpu needs onnxruntime_gpu on the class path in place of onnxruntime, it is not"
              + " there; set the device to cpu to run slower",
          assertThrows(DeviceUnavailable.class, () -> Kernels.of(Device.GPU, OptionalInt.empty()))
              .getMessage());
    }
    assertEquals(Kernels.cpu(), Kernels.of(Device.AUTO, OptionalInt.of(0)));
    assertEquals(Kernels.cpu(), Kernels.of(Device.CPU, OptionalInt.of(0)));
  }
}
