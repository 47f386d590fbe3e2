package dev.winnow.jobs.cli.common;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** A Spark session that starts at its first use. Its Hadoop settings are available before. */
public final class LazySession implements Supplier<SparkSession>, AutoCloseable {

  private Sessions opened;

  /** Returns whether Spark runs, or would run, on this machine alone. */
  public static boolean isOnOneMachine() {
    return Sessions.known()
        .map(spark -> spark.sparkContext().master())
        .orElseGet(() -> Sessions.settings().get("spark.master"))
        .startsWith("local");
  }

  /**
   * Returns the Hadoop settings that the session has or would have.
   *
   * @throws dev.winnow.jobs.exit.Failure like {@link Sessions#open()}, if the platform does not fit
   */
  public Configuration hadoop() {
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
