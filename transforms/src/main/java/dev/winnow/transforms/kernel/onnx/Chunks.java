package dev.winnow.transforms.kernel.onnx;

import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Number of rows that a device takes at once, and the buffers to which they are copied. All
 * centroids of a device share this object, so that a limit that one search has found holds for the
 * next.
 *
 * <p>On the device a run holds the scores of its rows, four bytes for each column, within the given
 * bound. Its input and the scores that it gathers come on top: less than a quarter of the scores
 * where there are more columns than dimensions. Outside the heap of the JVM there are at most
 * {@value #BUFFERS} buffers, made when first needed and kept: one is filled and one is read while
 * the third is on the device.
 */
final class Chunks {

  /** Largest number of scores that a device may hold at once: 1 GiB. */
  static final long SCORES = 1L << 28;

  /** Number of floats in a buffer of rows: 64 MiB. */
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

  /** Returns the number of rows of a run, at least 1. */
  synchronized int rows(NearestGraph graph) {
    long byScores = scores / graph.columns();
    long byBuffer = bufferFloats / graph.depth();
    return (int) Math.max(1, Math.min(byScores, byBuffer));
  }

  /** Records that a run of {@code rows} rows found no memory: later runs have at most half. */
  synchronized void tooMany(int rows, NearestGraph graph) {
    scores = Math.min(scores, (long) (rows / 2) * graph.columns());
  }

  /** Returns a buffer for the rows of one run, at position 0, and waits until one is free. */
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
