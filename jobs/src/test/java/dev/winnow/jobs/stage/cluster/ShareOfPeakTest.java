package dev.winnow.jobs.stage.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Name of the kernel in the run record. */
class ShareOfPeakTest {

  private static final String CARDS = "spark.task.resource.gpu.amount";

  @Test
  void namesTheCpusKernelWhereTasksAskForACardAndHaveNone() {
    SparkSession session = LocalSpark.session();
    SparkConf conf = session.sparkContext().conf();
    KMeansFit fit =
        new KMeansFit(
            new float[600],
            300,
            2,
            List.of(new KMeansFit.Iteration(1, 1)),
            true,
            1000,
            0,
            List.of());
    conf.set(CARDS, "1");
    try {
      assertEquals(
          ClusterFacts.Speed.of(Kernels.cpu().name()),
          ShareOfPeak.measure(session, fit, Device.AUTO));
    } finally {
      conf.remove(CARDS);
    }
  }
}
