package dev.winnow.jobs.plan;

import dev.winnow.jobs.curate.RunPreview;
import dev.winnow.jobs.init.RowCount;
import dev.winnow.jobs.run.Stage;
import java.util.List;
import java.util.Map;

/**
 * Estimate of a run.
 *
 * @param name name of the recipe
 * @param preview the run before it starts
 * @param count rows of the input
 * @param figures figures of the model, with the cost of each stage
 * @param startSeconds seconds of Spark's start, as measured
 * @param driverHeap largest heap of the driver in bytes
 * @param executorHeap heap of an executor; that of the driver where there is one process
 * @param local true if the driver runs the tasks
 * @param resident bytes that the driver's process holds at its peak
 * @param tables bytes that are written, by table
 * @param fittingClusters largest k that fits into memory; 0 if none does
 * @param notes limits of the estimate
 */
public record RunPlan(
    String name,
    RunPreview preview,
    RowCount count,
    Figures figures,
    double startSeconds,
    long driverHeap,
    long executorHeap,
    boolean local,
    long resident,
    Map<String, Long> tables,
    long fittingClusters,
    List<String> notes) {

  /** Share of a heap that a run may need by this estimate. */
  static final double MOST_HEAP = 0.85;

  /** Figures of the model. */
  record Figures(
      Shape shape, Speeds speeds, List<StageCost> costs, MemoryModel memory, int partitions) {}

  public RunPlan {
    tables = Map.copyOf(tables);
    notes = List.copyOf(notes);
  }

  /** Returns true if all stages are taken over, so that a run has nothing to do. */
  boolean isDone() {
    return preview.reused().size() == preview.stages().size();
  }

  /** Returns true if the driver's need fits into its heap. */
  boolean fitsDriver() {
    return figures.memory().driver() <= driverHeap * MOST_HEAP;
  }

  /** Returns true if an executor's need fits into its heap. */
  boolean fitsExecutor() {
    return figures.memory().executor() <= executorHeap * MOST_HEAP;
  }

  /** Returns true if the run fits into memory. A run that has nothing to do always fits. */
  public boolean fits() {
    return isDone() || fitsDriver() && fitsExecutor();
  }

  /** Returns the expected seconds of the whole command. */
  double seconds() {
    return startSeconds + figures.costs().stream().mapToDouble(StageCost::seconds).sum();
  }

  double low() {
    return startSeconds + figures.costs().stream().mapToDouble(StageCost::low).sum();
  }

  double high() {
    return startSeconds + figures.costs().stream().mapToDouble(StageCost::high).sum();
  }

  long bytesWritten() {
    return tables.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the stages that run. */
  static List<Stage> toRun(RunPreview preview) {
    return preview.stages().subList(preview.reused().size(), preview.stages().size());
  }
}
