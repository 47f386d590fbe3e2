package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.task.TaskGpu;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Measures the speed of a fit against the peak of the executors' cores. */
final class ShareOfPeak {

  /** Least number of operations of a fit whose speed is worth measuring. */
  private static final double WORTH_IT = 1e12;

  /**
   * Returns the name of the kernel, and for long fits the peak of all cores in 1e9 operations a
   * second and the share of it that the fastest iteration reached. A fit on a GPU has the name
   * alone. Costs one short job, which runs on every core, and one task where a GPU may be used.
   */
  static ClusterFacts.Speed measure(SparkSession session, KMeansFit fit, Device device) {
    if (onGpu(session, fit, device)) {
      return ClusterFacts.Speed.of("GPU");
    }
    String kernel = Kernels.cpu().name();
    double operations =
        2.0 * fit.fitRows() * fit.k() * fit.dim() * Math.max(1, fit.iterations().size());
    if (operations < WORTH_IT) {
      return ClusterFacts.Speed.of(kernel);
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int cores = spark.defaultParallelism();
    double peak =
        spark
            .parallelize(Collections.nCopies(cores, 0), cores)
            .map(core -> Kernels.cpu().measurePeak())
            .reduce(Double::sum);
    if (!(peak > 0)) {
      return ClusterFacts.Speed.of(kernel);
    }
    double fastest = fit.iterations().stream().mapToDouble(fit::gigaflops).max().orElse(0);
    return new ClusterFacts.Speed(
        kernel, Math.round(peak), Math.round(1000 * fastest / peak) / 1000.0);
  }

  /**
   * Returns true if a GPU compared the rows with the centroids. A task finds that out, because with
   * few centroids, or without a usable GPU, the device {@code auto} is the CPU.
   */
  private static boolean onGpu(SparkSession session, KMeansFit fit, Device device) {
    boolean configured = session.sparkContext().conf().contains("spark.task.resource.gpu.amount");
    if (device == Device.CPU || device == Device.AUTO && !configured) {
      return false;
    }
    int k = fit.k();
    int dim = fit.dim();
    return JavaSparkContext.fromSparkContext(session.sparkContext())
        .parallelize(List.of(0), 1)
        .map(task -> Kernels.of(device, TaskGpu.address()).onDevice(k, dim))
        .first();
  }

  private ShareOfPeak() {}
}
