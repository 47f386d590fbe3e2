package dev.winnow.transforms.task;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Stage-level scheduling: each task of one stage requests a GPU or a share of one, while all other
 * stages of the application use every core. Spark then gives each task the address of its GPU.
 *
 * <p>This needs executors that were started with GPUs ({@code spark.executor.resource.gpu.amount}),
 * on a master that schedules by resources: standalone, YARN, Kubernetes.
 *
 * @param share number of GPUs of one task: above 0 and at most 1; with 0.25, four tasks share a GPU
 */
public record GpuTasks(double share) implements Serializable {

  private static final String GPU = "gpu";

  public GpuTasks {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share of a GPU must be above 0 and at most 1, got " + share);
    }
  }

  /**
   * Returns the reason why this application can't schedule GPUs, or null when it can.
   *
   * @param context context of the application
   */
  public static String obstacle(SparkContext context) {
    if (context.master().startsWith("local") && !context.master().startsWith("local-cluster")) {
      return "the master "
          + context.master()
          + " schedules no GPUs; its tasks share the GPUs of this machine";
    }
    if (context.conf().getInt("spark.executor.resource.gpu.amount", 0) < 1) {
      return "no executor has a GPU; set spark.executor.resource.gpu.amount and a discovery script";
    }
    return null;
  }

  /** Returns the same rows, scheduled in tasks that request their share of a GPU. */
  public <T> JavaRDD<T> schedule(JavaRDD<T> rows) {
    int cores = rows.context().getConf().getInt("spark.task.cpus", 1);
    ResourceProfile profile =
        new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(cores).resource(GPU, share))
            .build();
    return rows.withResources(profile);
  }
}
