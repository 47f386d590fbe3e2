package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.kernel.NearestCentroid;

/**
 * Kernel that finds nearest centroids on a GPU by ONNX Runtime, and does everything else on the
 * CPU's kernel. The results have the bits of the CPU's kernel.
 *
 * <p>Searches with fewer than {@value #LEAST_CENTROIDS} centroids stay on the CPU, since sending a
 * row takes longer than scoring it there. Searches with centroids of more than 2 GiB also stay on
 * the CPU.
 */
public final class OnnxKernel implements DenseKernel {

  private static final int LEAST_CENTROIDS = 256;

  /** Number of products that the CPU computes in about the time that starts a run on the device. */
  private static final long LEAST_WORK = 1 << 24;

  private final OnnxDevice device;
  private final DenseKernel cpu;
  private final Chunks chunks;
  private final int leastCentroids;
  private final long leastWork;

  /**
   * Makes the kernel of a GPU of this machine.
   *
   * @param number number among the GPUs that this process sees, from 0
   * @throws DeviceUnavailable when it can't be used
   */
  public OnnxKernel(int number, DenseKernel cpu) {
    this(
        OnnxDevice.gpu(number),
        cpu,
        new Chunks(Chunks.SCORES, Chunks.ROWS),
        LEAST_CENTROIDS,
        LEAST_WORK);
    requireGpu(number);
  }

  /**
   * @param leastCentroids number of centroids below which a search stays on the CPU
   * @param leastWork number of products below which a call stays on the CPU
   */
  OnnxKernel(
      OnnxDevice device, DenseKernel cpu, Chunks chunks, int leastCentroids, long leastWork) {
    this.device = device;
    this.cpu = cpu;
    this.chunks = chunks;
    this.leastCentroids = leastCentroids;
    this.leastWork = leastWork;
  }

  /** Runs a graph with two groups on the GPU, which fails where libraries are missing. */
  private void requireGpu(int number) {
    try {
      if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
        throw new DeviceUnavailable(
            "device gpu needs onnxruntime_gpu on the class path in place of onnxruntime, it is not"
                + " there; set the device to cpu to run slower");
      }
      int k = 512;
      try (OnnxNearest probe = nearestHere(new float[k], 1, null, 0)) {
        probe.assign(new float[] {1}, 0, 1, new int[1], new float[1]);
      }
    } catch (IllegalStateException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DeviceUnavailable(
          "device gpu needs GPU "
              + number
              + " and the CUDA and cuDNN libraries that onnxruntime_gpu was built for, they don't work: "
              + String.valueOf(cause.getMessage()).strip()
              + "; set the device to cpu to run slower");
    }
  }

  @Override
  public String name() {
    return device.provider() == OnnxDevice.Provider.CUDA
        ? "ONNX Runtime on GPU " + device.number()
        : "ONNX Runtime on the CPU";
  }

  @Override
  public int lanes() {
    return cpu.lanes();
  }

  @Override
  public NearestCentroid nearest(float[] centroids, int dim, float[] bias) {
    return onDevice(centroids.length / dim, dim)
        ? nearestHere(centroids, dim, bias, leastWork)
        : cpu.nearest(centroids, dim, bias);
  }

  @Override
  public boolean onDevice(int k, int dim) {
    return k >= leastCentroids && NearestGraph.fits(k, dim);
  }

  private OnnxNearest nearestHere(float[] centroids, int dim, float[] bias, long least) {
    NearestGraph graph = new NearestGraph(centroids.length / dim, dim);
    return new OnnxNearest(
        centroids,
        dim,
        bias,
        ErrorBound.of(centroids, dim, bias)::margin,
        new DeviceSearch(device, graph, centroids, bias),
        chunks,
        cpu,
        least);
  }

  @Override
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor) {
    cpu.addFixedPoint(rows, start, dim, sums, at, anchor);
  }

  @Override
  public MatrixProduct product(float[][] matrix, int first, int width) {
    return cpu.product(matrix, first, width);
  }

  @Override
  public void addTriangle(
      float[] dots, int at, float squaredLength, float[] squares, float[] sums) {
    cpu.addTriangle(dots, at, squaredLength, squares, sums);
  }

  /** Returns NaN: the peak of a GPU is not known. */
  @Override
  public double measurePeak() {
    return Double.NaN;
  }
}
