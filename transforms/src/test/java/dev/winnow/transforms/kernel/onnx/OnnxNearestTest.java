package dev.winnow.transforms.kernel.onnx;

import static dev.winnow.transforms.kernel.onnx.OnnxOnCpu.units;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import dev.winnow.transforms.kernel.TestKernels;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the margin of the device's scores, its size, and runs that fit the device's memory. */
class OnnxNearestTest {

  private static final DenseKernel PLAIN = TestKernels.plain();

  private static OnnxNearest nearest(
      float[] centroids, int dim, float[] bias, DoubleUnaryOperator margin, Chunks chunks) {
    NearestGraph graph = new NearestGraph(centroids.length / dim, dim);
    Search search = new DeviceSearch(OnnxDevice.cpu(), graph, centroids, bias);
    return new OnnxNearest(centroids, dim, bias, margin, search, chunks, PLAIN, 0);
  }

  @Test
  void theDeviceDecidesNearlyAllRows() {
    int dim = 64;
    int n = 4000;
    float[] centroids = units(1000, dim, 17);
    try (OnnxNearest nearest =
        nearest(
            centroids,
            dim,
            null,
            ErrorBound.of(centroids, dim, null)::margin,
            new Chunks(1 << 22, 1 << 20))) {
      nearest.assign(units(n, dim, 18), 0, n, new int[n], new float[n]);
      assertTrue(
          nearest.rowsOnCpu() <= n / 1000, nearest.rowsOnCpu() + " rows were left to the CPU");
    }
  }

  @Test
  void withoutTheMarginNearScoresAreMistaken() {
    int dim = 385;
    int n = 2000;
    // Each pair differs in the last bit of a few coordinates: less than the roundings of a score.
    float[] centroids = units(400, dim, 19);
    for (int c = 1; c < 400; c += 2) {
      System.arraycopy(centroids, (c - 1) * dim, centroids, c * dim, dim);
      for (int j = c % 8; j < dim; j += 8) {
        centroids[c * dim + j] =
            j % 3 == 0
                ? Math.nextUp(centroids[c * dim + j])
                : Math.nextDown(centroids[c * dim + j]);
      }
    }
    float[] rows = units(n, dim, 20);
    int[] expected = new int[n];
    NearestCentroid.of(centroids, dim, Metric.COSINE, PLAIN)
        .assign(rows, 0, n, expected, new float[n]);
    Chunks chunks = new Chunks(1 << 22, 1 << 20);
    int[] mistaken = new int[n];
    try (OnnxNearest bare = nearest(centroids, dim, null, length -> 0, chunks)) {
      bare.assign(rows, 0, n, mistaken, new float[n]);
    }
    int different = (int) IntStream.range(0, n).filter(i -> mistaken[i] != expected[i]).count();
    assertNotEquals(0, different);
    int[] right = new int[n];
    try (NearestCentroid bounded =
        NearestCentroid.of(centroids, dim, Metric.COSINE, OnnxOnCpu.kernel())) {
      bounded.assign(rows, 0, n, right, new float[n]);
    }
    assertArrayEquals(expected, right);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void scoresOfTheDeviceAreWithinTheBound(Metric metric) {
    int dim = 385;
    int n = 200;
    float[] centroids = units(300, dim, 21);
    float[] rows = units(n, dim, 22);
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] += 0.3f;
    }
    float[] bias = TestKernels.bias(metric, centroids, dim);
    ErrorBound bound = ErrorBound.of(centroids, dim, bias);
    NearestGraph graph = new NearestGraph(300, dim);
    FloatBuffer buffer = DeviceSearch.direct(n * graph.depth());
    for (int i = 0; i < n; i++) {
      buffer.put(i * graph.depth(), rows, i * dim, dim);
      buffer.put(i * graph.depth() + dim, 1);
    }
    double greatest = 0;
    try (DeviceSearch search = new DeviceSearch(OnnxDevice.cpu(), graph, centroids, bias)) {
      FoundScores found = search.run(buffer, n);
      for (int i = 0; i < n; i++) {
        double most = bound.margin(ErrorBound.length(rows, i * dim, dim)) / 4;
        for (int rank = 0; rank < NearestGraph.FOUND; rank++) {
          int c = found.column(i, rank);
          double exact = bias == null ? 0 : bias[c];
          for (int j = 0; j < dim; j++) {
            exact += (double) rows[i * dim + j] * centroids[c * dim + j];
          }
          double error = Math.abs(found.score()[i * NearestGraph.FOUND + rank] - exact);
          assertTrue(error <= most, error + " is more than " + most);
          greatest = Math.max(greatest, error);
        }
      }
    }
    assertTrue(greatest > 0, "no score was rounded");
  }

  @Test
  void rowsThatFindNoMemoryComeInHalvesAndTheNextCentroidsKnow() {
    int dim = 6;
    int n = 1000;
    float[] centroids = units(300, dim, 23);
    float[] rows = units(n, dim, 24);
    Chunks chunks = new Chunks(1 << 22, 1 << 20);
    List<Integer> runs = new ArrayList<>();
    for (int fit = 0; fit < 2; fit++) {
      runs.clear();
      NearestGraph graph = new NearestGraph(300, dim);
      DeviceSearch device = new DeviceSearch(OnnxDevice.cpu(), graph, centroids, null);
      Search narrow =
          new Search() {
            @Override
            public FoundScores run(FloatBuffer some, int count) {
              runs.add(count);
              if (count > 300) {
                throw new OutOfDeviceMemory("no room", null);
              }
              return device.run(some, count);
            }

            @Override
            public void close() {
              device.close();
            }
          };
      DoubleUnaryOperator margin = ErrorBound.of(centroids, dim, null)::margin;
      int[] clusters = new int[n];
      try (OnnxNearest nearest =
          new OnnxNearest(centroids, dim, null, margin, narrow, chunks, PLAIN, 0)) {
        nearest.assign(rows, 0, n, clusters, new float[n]);
      }
      int[] expected = new int[n];
      NearestCentroid.of(centroids, dim, Metric.COSINE, PLAIN)
          .assign(rows, 0, n, expected, new float[n]);
      assertArrayEquals(expected, clusters);
      assertEquals(
          fit == 0 ? List.of(1000, 500, 250, 250, 250, 250) : List.of(250, 250, 250, 250), runs);
    }
  }
}
