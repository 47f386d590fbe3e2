package dev.winnow.jobs.stage.embed;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.djl.DjlModels;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.task.GpuTasks;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tasks that run a model: the source of the model, and the devices that they ask Spark for. */
final class DjlTasks {

  private final RunContext run;
  private final DjlOptions options;
  private final EncoderSource source;
  private final GpuTasks gpus;

  /**
   * @throws DeviceUnavailable when tasks need GPUs on a cluster whose Spark has none to assign
   */
  DjlTasks(RunContext run, DjlOptions options) {
    this.run = run;
    this.options = options;
    this.source = DjlModels.source(options);
    this.gpus = options.device().equals("cpu") ? null : gpus(run);
  }

  private static GpuTasks gpus(RunContext run) {
    String obstacle = run.gpus() == null ? null : GpuTasks.obstacle(run.spark().sparkContext());
    if (obstacle == null) {
      return run.gpus();
    }
    if (isLocal(run)) {
      run.warn("--gpu-tasks is ignored: " + obstacle);
      return null;
    }
    throw new DeviceUnavailable("--gpu-tasks can't be used: " + obstacle);
  }

  private static boolean isLocal(RunContext run) {
    String master = run.spark().sparkContext().master();
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  EncoderSource source() {
    return source;
  }

  /**
   * Returns the name of the encoder and the length of its vectors. A driver that embeds loads the
   * model for use; any other driver loads it on its CPU and releases it, so that it needs no GPU.
   *
   * @throws DeviceUnavailable when a GPU is required and the executors have none; costs one small
   *     job
   */
  DjlModels.Description facts() {
    if (isLocal(run)) {
      return DjlModels.Description.of(source.get());
    }
    if (options.device().equals("gpu")) {
      refuseWithoutGpu();
    }
    return DjlModels.describe(options);
  }

  /** Checks one executor first, because otherwise all tasks would fail. */
  private void refuseWithoutGpu() {
    DjlOptions checked = options;
    JavaRDD<Integer> task =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).parallelize(List.of(1), 1);
    String refusal =
        (gpus == null ? task : gpus.schedule(task))
            .map((Function<Integer, String>) unused -> DjlModels.refusal(checked))
            .first();
    if (!refusal.isEmpty()) {
      throw new DeviceUnavailable("on an executor: " + refusal);
    }
  }

  UnaryOperator<Dataset<Row>> encoding(Encoding encoding) {
    return rows -> gpus == null ? encoding.apply(rows) : encoding.apply(rows, gpus);
  }
}
