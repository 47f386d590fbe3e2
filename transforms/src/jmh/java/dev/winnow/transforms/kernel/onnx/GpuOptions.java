package dev.winnow.transforms.kernel.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * Options of {@link GpuBenchmark}.
 *
 * @param device gpu or cpu
 * @param rows largest number of rows of a line
 * @param peak peak of the GPU in TFLOP/s; 0: measured
 * @param size size of the matrices with which the peak is measured
 */
record GpuOptions(
    String device,
    List<Integer> k,
    List<Integer> dim,
    int rows,
    int threads,
    int rounds,
    double peak,
    int size) {

  static GpuOptions of(String... args) {
    GpuOptions options =
        new GpuOptions(
            "gpu",
            List.of(1000, 4096, 16384, 50000),
            List.of(384, 768),
            1 << 18,
            Math.min(8, Runtime.getRuntime().availableProcessors()),
            3,
            0,
            8192);
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("option " + args[i] + " needs a value");
      }
      options = options.set(args[i], args[i + 1]);
    }
    return options;
  }

  private GpuOptions set(String name, String value) {
    return switch (name) {
      case "--device" -> new GpuOptions(value, k, dim, rows, threads, rounds, peak, size);
      case "--k" -> new GpuOptions(device, list(value), dim, rows, threads, rounds, peak, size);
      case "--dim" -> new GpuOptions(device, k, list(value), rows, threads, rounds, peak, size);
      case "--rows" -> new GpuOptions(device, k, dim, whole(value), threads, rounds, peak, size);
      case "--threads" -> new GpuOptions(device, k, dim, rows, whole(value), rounds, peak, size);
      case "--rounds" -> new GpuOptions(device, k, dim, rows, threads, whole(value), peak, size);
      case "--peak" ->
          new GpuOptions(device, k, dim, rows, threads, rounds, Double.parseDouble(value), size);
      case "--size" -> new GpuOptions(device, k, dim, rows, threads, rounds, peak, whole(value));
      default -> throw new IllegalArgumentException("no such option: " + name);
    };
  }

  private static int whole(String value) {
    return Integer.parseInt(value);
  }

  private static List<Integer> list(String value) {
    return Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
  }
}
