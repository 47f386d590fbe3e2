package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Shares a GPU between tasks, with a fake model that returns twice the first value of each row. */
class GpuShareTest {

  private static final class Doubled implements LoadedModel.Runner {

    final List<Integer> runs = new ArrayList<>();
    private final int mostRows;

    Doubled(int mostRows) {
      this.mostRows = mostRows;
    }

    @Override
    public ModelOutput run(List<Tensor> batch) {
      int rows = batch.get(0).rows();
      runs.add(rows);
      if (rows > mostRows) {
        throw new OutOfDeviceMemory("too many rows", null);
      }
      FloatBuffer data = (FloatBuffer) batch.get(0).data();
      float[] values = new float[rows];
      for (int r = 0; r < rows; r++) {
        values[r] = 2 * data.get(data.position() + r * batch.get(0).rowSize());
      }
      return new ModelOutput(values, new long[] {rows, 1});
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private static List<Tensor> batch(int rows) {
    FloatBuffer data = FloatBuffer.allocate(rows * 3);
    for (int r = 0; r < rows; r++) {
      data.put(3 * r, r);
    }
    return List.of(Tensor.floats("input", data, new Shape(rows, 3)));
  }

  private static float[] doubled(int rows) {
    float[] values = new float[rows];
    for (int r = 0; r < rows; r++) {
      values[r] = 2 * r;
    }
    return values;
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedOnceAndTheSizeIsRemembered() {
    GpuShare gpu = new GpuShare(41);
    Doubled model = new Doubled(8);
    ModelOutput first = gpu.run(batch(16), model);
    assertArrayEquals(doubled(16), first.values());
    assertArrayEquals(new long[] {16, 1}, first.shape());
    assertEquals(List.of(16, 8, 8), model.runs);
    assertArrayEquals(doubled(16), gpu.run(batch(16), model).values());
    assertEquals(List.of(16, 8, 8, 8, 8), model.runs);
  }

  @Test
  void anOddBatchLosesNoRow() {
    Doubled model = new Doubled(2);
    assertArrayEquals(doubled(13), new GpuShare(42).run(batch(13), model).values());
    assertEquals(List.of(13, 7, 4, 2, 2, 2, 2, 2, 2, 1), model.runs);
  }

  @Test
  void aRowThatIsTooLargeAloneIsAnError() {
    assertThrows(OutOfDeviceMemory.class, () -> new GpuShare(43).run(batch(4), new Doubled(0)));
  }

  @Test
  void theMessagesOfTheEnginesAreRecognized() {
    for (String words :
        List.of(
            "Error code - ORT_FAIL: BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 1048576",
            "CUDA out of memory. Tried to allocate 20.00 MiB",
            "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED")) {
      assertEquals(
          true, OutOfDeviceMemory.isReportedBy(new RuntimeException(new Exception(words))));
    }
    assertEquals(
        false, OutOfDeviceMemory.isReportedBy(new RuntimeException("Invalid rank for input")));
  }

  @Test
  void oneBatchRunsAtATimeOnAGpu() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    LoadedModel.Runner slow =
        new LoadedModel.Runner() {
          @Override
          public ModelOutput run(List<Tensor> batch) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            return new ModelOutput(new float[1], new long[] {1, 1});
          }

          @Override
          public void close() {
            // Holds nothing.
          }
        };
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        // Each task uses the same GPU through a separate share, as two models would.
        GpuShare gpu = new GpuShare(44);
        done.add(
            tasks.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    gpu.run(batch(1), slow);
                  }
                }));
      }
      for (Future<?> task : done) {
        task.get();
      }
    } finally {
      tasks.shutdownNow();
    }
    assertEquals(1, most.get());
  }
}
