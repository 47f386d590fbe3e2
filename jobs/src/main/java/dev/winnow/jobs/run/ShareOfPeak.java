package dev.winnow.jobs.run;

import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import java.util.Collections;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** How near a fit came to what the executors' cores can do. */
final class ShareOfPeak {

  /** Operations below which a fit is over before its speed means anything. */
  private static final double WORTH_IT = 1e12;

  /**
   * The kernel's name, and for long fits the peak of all cores in 1e9 operations a second and the
   * share of it that the fastest iteration reached. One short job, which runs on every core. Of a
   * fit on a GPU there is the name alone.
   */
  static Map<String, Object> of(SparkSession session, KMeansFit fit, Device device) {
    if (onGpu(session, device)) {
      return Map.of("kernel", "GPU");
    }
    String kernel = Kernels.cpu().name();
    double operations =
        2.0 * fit.fitRows() * fit.k() * fit.dim() * Math.max(1, fit.iterations().size());
    if (operations < WORTH_IT) {
      return Map.of("kernel", kernel);
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int cores = spark.defaultParallelism();
    double peak =
        spark
            .parallelize(Collections.nCopies(cores, 0), cores)
            .map(core -> Kernels.cpu().measurePeak())
            .reduce(Double::sum);
    if (!(peak > 0)) {
      return Map.of("kernel", kernel);
    }
    double fastest = fit.iterations().stream().mapToDouble(fit::gigaflops).max().orElse(0);
    return Map.of(
        "kernel",
        kernel,
        "peak_gflops",
        Math.round(peak),
        "share_of_peak",
        Math.round(1000 * fastest / peak) / 1000.0);
  }

  /** Whether tasks have a GPU to fit on: by what was asked for, not by what their machines have. */
  private static boolean onGpu(SparkSession session, Device device) {
    boolean given = session.sparkContext().conf().contains("spark.task.resource.gpu.amount");
    return device == Device.GPU || device == Device.AUTO && given;
  }

  private ShareOfPeak() {}
}
