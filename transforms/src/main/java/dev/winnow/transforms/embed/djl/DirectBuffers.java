package dev.winnow.transforms.embed.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Memory outside the heap that is used again: the engine reads it in place, and the collector would
 * free it late. As much is held as was ever in use at once.
 */
final class DirectBuffers {

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /**
   * @return of the platform's byte order, its contents undefined, its limit at {@code bytes}
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
