package dev.winnow.transforms.embed.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pool of buffers outside the heap. The engine reads them in place, and the garbage collector would
 * free them late. The pool keeps as many buffers as were ever in use at the same time.
 */
final class DirectBuffers {

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /**
   * Returns a buffer from the pool, or a new one.
   *
   * @return buffer in the platform's byte order, with undefined contents and its limit at {@code
   *     bytes}
   */
  ByteBuffer take(int bytes) {
    ByteBuffer pooled = free.poll();
    if (pooled != null && pooled.capacity() >= bytes) {
      return pooled.clear().limit(bytes);
    }
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  void giveBack(ByteBuffer buffer) {
    free.add(buffer);
  }
}
