package dev.winnow.jobs.cli;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that starts when it is first asked for, if it is, and its Hadoop settings before.
 */
final class LazySession implements Supplier<SparkSession>, AutoCloseable {

  private Sessions opened;

  /** Whether Spark would run on this machine alone. */
  static boolean ofOneMachine() {
    return Sessions.known()
        .map(spark -> spark.sparkContext().master())
        .orElseGet(() -> Sessions.settings().get("spark.master"))
        .startsWith("local");
  }

  /**
   * The settings that a session has or would have.
   *
   * @throws dev.winnow.jobs.exit.Failure as {@link Sessions#open} does where the platform is not
   *     ours
   */
  Configuration hadoop() {
    Sessions.checkSpark();
    return Sessions.known()
        .map(spark -> spark.sparkContext().hadoopConfiguration())
        .orElseGet(() -> SparkHadoopUtil.get().newConfiguration(Sessions.settings()));
  }

  @Override
  public SparkSession get() {
    if (opened == null) {
      opened = Sessions.open();
    }
    return opened.spark();
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
