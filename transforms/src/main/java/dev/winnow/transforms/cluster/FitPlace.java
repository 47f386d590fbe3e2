package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;

/**
 * The place of the rows of a fit: the driver or the executors. Both give the same bits.
 *
 * <p>The driver fits by itself where the rows are few and take little memory: fewer than {@value
 * #DRIVER_ROWS} rows, of at most {@value #DRIVER_BYTES} bytes ({@code 4 rows dim}). The executors
 * would put so few rows into one task, so the driver loses no parallelism, and it saves a job for
 * each pass. A fit that may use a GPU stays on the executors, because Spark gives GPUs to tasks
 * only.
 */
final class FitPlace {

  /** Rows from which the executors share a pass between two tasks. */
  static final long DRIVER_ROWS = 2L * SparkRows.TASK_ROWS;

  /** Largest size of the rows that the driver holds, in bytes: 64 MiB. */
  static final long DRIVER_BYTES = 1L << 26;

  /**
   * Packs the rows where they will be fitted. Costs the jobs of {@link SparkRows}, or one job that
   * sends the rows to the driver.
   *
   * @param rows number of rows to expect
   * @param dim length of each row; 0 for an unknown length, whose rows stay on the executors
   * @throws IllegalArgumentException when there is no row
   */
  static FitRows pack(Dataset<HashedVector> sample, KMeansOptions options, double rows, int dim) {
    SparkConf conf = sample.sparkSession().sparkContext().conf();
    return isSmall(rows, dim) && !mayUseGpu(options.device(), conf)
        ? onDriver(sample, options.metric())
        : new SparkRows(sample, options.metric(), options.k(), options.device());
  }

  /** Returns true if the driver may hold these rows. */
  static boolean isSmall(double rows, int dim) {
    return dim > 0 && rows < DRIVER_ROWS && Float.BYTES * rows * dim <= DRIVER_BYTES;
  }

  private static boolean mayUseGpu(Device device, SparkConf conf) {
    return device == Device.GPU
        || device == Device.AUTO && conf.contains("spark.task.resource.gpu.amount");
  }

  /** Collects the rows in one job. */
  static FitRows onDriver(Dataset<HashedVector> sample, Metric metric) {
    List<FitBlock> blocks = sample.javaRDD().mapPartitions(FitBlock::pack).collect();
    PartitionRows total = PartitionRows.of(-1, blocks.iterator());
    if (total.rows() == 0) {
      throw SparkRows.empty();
    }
    return new LocalRows(
        blocks,
        metric,
        metric == Metric.COSINE
            ? SumSteps.UNIT
            : SumSteps.euclidean(total.greatest(), total.dim()));
  }

  private FitPlace() {}
}
