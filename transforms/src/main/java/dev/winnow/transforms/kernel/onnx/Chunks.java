package dev.winnow.transforms.kernel.onnx;

import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * How many rows a device takes at once, and the buffers they are copied to: shared by all centroids
 * of a device, so that what one has learned of its memory the next one knows.
 *
 * <p>On the device a run holds the scores of its rows, four bytes for each column, within the bound
 * given; its input and what it gathers come on top, less than a quarter of that where columns are
 * more than dimensions. Outside the heap of the JVM are {@value #BUFFERS} buffers at most, made
 * when first needed and kept: one is filled and one read while the third is on the device.
 */
final class Chunks {

  /** Scores that a device may hold at once: 1 GiB. */
  static final long SCORES = 1L << 28;

  /** Floats of a buffer of rows: 64 MiB. */
  static final int ROWS = 1 << 24;

  private static final int BUFFERS = 3;

  private final int bufferFloats;
  private final Semaphore permits = new Semaphore(BUFFERS);
  private final ConcurrentLinkedQueue<FloatBuffer> buffers = new ConcurrentLinkedQueue<>();
  private long scores;

  Chunks(long scores, int bufferFloats) {
    this.scores = scores;
    this.bufferFloats = bufferFloats;
  }

  /** Rows of a run, at least 1. */
  synchronized int rows(NearestGraph graph) {
    long byScores = scores / graph.columns();
    long byBuffer = bufferFloats / graph.depth();
    return (int) Math.max(1, Math.min(byScores, byBuffer));
  }

  /** Remembers that a run of so many rows found no memory: from now on they are at most half. */
  synchronized void tooMany(int rows, NearestGraph graph) {
    scores = Math.min(scores, (long) (rows / 2) * graph.columns());
  }

  /** A buffer for rows of one run, from position 0; waits for one. */
  FloatBuffer take(NearestGraph graph) {
    permits.acquireUninterruptibly();
    FloatBuffer kept = buffers.poll();
    int floats = Math.max(bufferFloats, graph.depth());
    return kept != null && kept.capacity() >= floats ? kept.clear() : DeviceSearch.direct(floats);
  }

  /** Gives a buffer back. */
  void give(FloatBuffer buffer) {
    buffers.add(buffer);
    permits.release();
  }
}
