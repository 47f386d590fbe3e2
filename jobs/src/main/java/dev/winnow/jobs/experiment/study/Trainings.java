package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Trains proxies as tasks of one Spark job, the largest first, so that no executor waits for a
 * large one at the end. The rows are broadcast once. Results come back as tasks end, and are handed
 * over in groups while others are trained; a job that fails hands over what it has.
 *
 * <p>Memory: each executor holds the rows once for all its tasks, and a task what its learner
 * needs. A task uses one thread.
 */
final class Trainings {

  /** Training of a proxy, as {@link Learner#measure} does it. */
  @FunctionalInterface
  interface Trainer extends Serializable {

    Measurement measure(
        Learner learner, Labelled data, int[] train, int[] test, Budget budget, long seed);
  }

  private static final long LOOK_MILLIS = 100;

  private final JavaSparkContext spark;
  private final Trainer trainer;
  private final int epochs;
  private final long groupMillis;

  /**
   * @param epochs passes over the training rows
   * @param groupMillis time after which finished proxies are handed over
   */
  Trainings(JavaSparkContext spark, Trainer trainer, int epochs, long groupMillis) {
    this.spark = spark;
    this.trainer = trainer;
    this.epochs = epochs;
    this.groupMillis = groupMillis;
  }

  /**
   * Trains all proxies.
   *
   * @param finished receives each trained proxy once, in groups
   */
  void run(StudyRows rows, List<Proxy> proxies, Consumer<List<Trained>> finished) {
    if (proxies.isEmpty()) {
      return;
    }
    List<Proxy> largestFirst = new ArrayList<>(proxies);
    largestFirst.sort(Comparator.comparing(Proxy::learner).thenComparing(Proxy::work).reversed());
    Broadcast<StudyRows> shared = spark.broadcast(rows);
    // The result of a task counts once, even if the task is repeated.
    CollectionAccumulator<Trained> results = new CollectionAccumulator<>();
    spark.sc().register(results);
    try {
      Trainer measuring = trainer;
      int passes = epochs;
      JavaFutureAction<Void> job =
          spark
              .parallelize(largestFirst, largestFirst.size())
              .foreachAsync(proxy -> results.add(train(measuring, passes, shared.value(), proxy)));
      collect(job, results, finished);
    } finally {
      shared.destroy();
    }
  }

  private static Trained train(Trainer trainer, int epochs, StudyRows rows, Proxy proxy) {
    long start = System.nanoTime();
    Measurement measured =
        trainer.measure(
            proxy.learner(),
            rows.of(proxy.learner()),
            rows.train(proxy),
            rows.test(),
            new Budget(proxy.budget(), epochs, proxy.pool()),
            proxy.seed());
    return new Trained(proxy, measured, (System.nanoTime() - start) / 1e9);
  }

  private void collect(
      JavaFutureAction<Void> job,
      CollectionAccumulator<Trained> results,
      Consumer<List<Trained>> finished) {
    int handed = 0;
    long last = System.nanoTime();
    boolean running = true;
    try {
      while (running) {
        running = isRunning(job);
        List<Trained> all = results.value();
        boolean due = System.nanoTime() - last >= TimeUnit.MILLISECONDS.toNanos(groupMillis);
        if (all.size() > handed && (due || !running)) {
          finished.accept(List.copyOf(all.subList(handed, all.size())));
          handed = all.size();
          last = System.nanoTime();
        }
      }
    } catch (RuntimeException e) {
      job.cancel(true);
      throw e;
    }
    failIfFailed(job);
  }

  private static boolean isRunning(JavaFutureAction<Void> job) {
    try {
      job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
  }

  private static void failIfFailed(JavaFutureAction<Void> job) {
    try {
      job.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a proxy can't be trained: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
  }
}
