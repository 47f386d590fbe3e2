package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one GPU of this JVM between tasks. A permit lets one batch run at a time, so that the GPU
 * needs the memory of one run only, regardless of the number of tasks.
 *
 * <p>A batch that is too large for the GPU's memory is halved until it fits. The smallest number of
 * input values that failed is remembered, so that no later batch of this model starts with more.
 */
final class GpuShare {

  private static final Logger LOG = LoggerFactory.getLogger(GpuShare.class);
  private static final Map<Integer, Semaphore> PERMITS = new ConcurrentHashMap<>();

  private final int gpu;
  private final Semaphore permit;
  private volatile long mostValues = Long.MAX_VALUE;

  /** Creates the share of one model on a GPU. */
  GpuShare(int gpu) {
    this.gpu = gpu;
    this.permit = PERMITS.computeIfAbsent(gpu, number -> new Semaphore(1, true));
  }

  /**
   * Runs a batch, whole or in parts of equal rows.
   *
   * @throws OutOfDeviceMemory if a single row is too large
   */
  ModelOutput run(List<Tensor> batch, LoadedModel.Runner runner) {
    List<ModelOutput> parts = new ArrayList<>();
    int rows = batch.get(0).rows();
    int from = 0;
    while (from < rows) {
      int n = Math.min(rows - from, fitting(batch.get(0)));
      try {
        parts.add(permitted(slice(batch, from, n), runner));
        from += n;
      } catch (OutOfDeviceMemory e) {
        if (n == 1) {
          throw e;
        }
        mostValues = Math.min(mostValues, (long) n * batch.get(0).rowSize() - 1);
        LOG.warn(
            "GPU {} has too little memory for {} rows of {} values, continuing with {} rows",
            gpu,
            n,
            batch.get(0).rowSize(),
            fitting(batch.get(0)));
      }
    }
    return ModelOutput.joined(parts);
  }

  /** Returns the rows of the batch, halved until they hold fewer values than a failed run. */
  private int fitting(Tensor input) {
    int n = input.rows();
    while (n > 1 && (long) n * input.rowSize() > mostValues) {
      n = (n + 1) / 2;
    }
    return n;
  }

  private ModelOutput permitted(List<Tensor> batch, LoadedModel.Runner runner) {
    try {
      permit.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was stopped while it waited for GPU " + gpu, e);
    }
    try {
      return runner.run(batch);
    } finally {
      permit.release();
    }
  }

  private static List<Tensor> slice(List<Tensor> batch, int from, int n) {
    return n == batch.get(0).rows()
        ? batch
        : batch.stream().map(tensor -> tensor.slice(from, n)).collect(Collectors.toList());
  }
}
