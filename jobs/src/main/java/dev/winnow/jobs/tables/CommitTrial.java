package dev.winnow.jobs.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.apache.spark.sql.delta.storage.LogStore$;
import scala.collection.Iterator$;

/**
 * A trial of the way in which Delta commits to a folder: two writers write one file, and one must
 * lose. The files lie in a folder of their own, which is deleted.
 *
 * @param rounds number of files
 * @param losers writers that were refused; one a round is right
 * @param store class that commits
 * @param fault words of the file system if it failed otherwise; empty for none
 * @param stamp times of the last file; null if the file system gives none, or failed
 */
public record CommitTrial(int rounds, int losers, String store, String fault, Stamp stamp) {

  /**
   * Times of a file in milliseconds since 1970.
   *
   * @param before clock of this JVM before the file was written
   * @param modified time of the file by the file system
   * @param after clock of this JVM after the file was written
   */
  public record Stamp(long before, long modified, long after) {}

  private static final int ROUNDS = 8;

  /** Returns true if one of two writers lost in each round. */
  public boolean isSafe() {
    return fault.isEmpty() && losers == rounds;
  }

  /**
   * Runs the trial. Makes the folder if it is absent, and takes it away again.
   *
   * @param warehouse folder of the tables
   */
  public static CommitTrial of(SparkSession spark, String warehouse) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    LogStore store = LogStore$.MODULE$.apply(spark);
    String name = storeName(store);
    Path root = new Path(warehouse);
    Path folder = new Path(root, "_winnow-doctor-" + UUID.randomUUID());
    List<Path> made = new ArrayList<>();
    try {
      FileSystem fs = root.getFileSystem(conf);
      for (Path at = folder; at != null && !fs.exists(at); at = at.getParent()) {
        made.add(at);
      }
      try {
        fs.mkdirs(folder);
        int losers = 0;
        Stamp stamp = null;
        for (int round = 0; round < ROUNDS; round++) {
          Path file = new Path(folder, String.format(Locale.ROOT, "%020d.json", round));
          long before = System.currentTimeMillis();
          losers += losers(store, file, conf);
          long after = System.currentTimeMillis();
          long modified = fs.getFileStatus(file).getModificationTime();
          stamp = modified <= 0 ? null : new Stamp(before, modified, after);
        }
        return new CommitTrial(ROUNDS, losers, name, "", stamp);
      } finally {
        fs.delete(folder, true);
        for (Path parent : made) {
          if (fs.exists(parent) && fs.listStatus(parent).length == 0) {
            fs.delete(parent, false);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return new CommitTrial(ROUNDS, 0, name, String.valueOf(e.getMessage()), null);
    }
  }

  /** Returns the version of Delta on the class path; null if there is none. */
  public static String deltaVersion() {
    try {
      return io.delta.package$.MODULE$.VERSION();
    } catch (LinkageError e) {
      return null;
    }
  }

  private static String storeName(LogStore store) {
    String text = store.getClass().getSimpleName();
    return text.replace("$", "");
  }

  /** Lets two threads write one file, and returns the number of those that were refused. */
  private static int losers(LogStore store, Path file, Configuration conf) throws IOException {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Boolean> writer =
          () -> {
            start.await();
            try {
              store.write(file, Iterator$.MODULE$.single("{\"commitInfo\":{}}"), false, conf);
              return false;
            } catch (Exception e) {
              // Delta's classes declare no checked exception, but throw this one.
              if (e instanceof FileAlreadyExistsException
                  || e instanceof java.nio.file.FileAlreadyExistsException) {
                return true;
              }
              throw e;
            }
          };
      int losers = 0;
      for (Future<Boolean> lost : threads.invokeAll(List.of(writer, writer))) {
        losers += lost.get() ? 1 : 0;
      }
      return losers;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
