package dev.winnow.transforms.task;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Something that is made once in each JVM, by the first task that asks, and shared by the others. A
 * JVM keeps the two made last, for as long as it has memory. What is kept no longer is closed,
 * which frees what it has outside of the heap; a task that still uses it may go on.
 */
public final class PerJvm<T extends AutoCloseable> implements Serializable {

  private static final int KEPT = 2;

  private static final Map<UUID, SoftReference<AutoCloseable>> MADE = new LinkedHashMap<>();

  private final UUID key = UUID.randomUUID();

  @SuppressWarnings("unchecked") // Only this object's suppliers put something under its key.
  public T get(Supplier<T> maker) {
    synchronized (MADE) {
      SoftReference<AutoCloseable> held = MADE.get(key);
      AutoCloseable made = held == null ? null : held.get();
      if (made == null) {
        made = maker.get();
        MADE.put(key, new SoftReference<>(made));
        while (MADE.size() > KEPT) {
          close(MADE.remove(MADE.keySet().iterator().next()));
        }
      }
      return (T) made;
    }
  }

  /** Forgets it in this JVM. */
  public void drop() {
    synchronized (MADE) {
      close(MADE.remove(key));
    }
  }

  private static void close(SoftReference<AutoCloseable> held) {
    AutoCloseable made = held == null ? null : held.get();
    if (made != null) {
      try {
        made.close();
      } catch (Exception e) {
        throw new IllegalStateException("packed centroids can't be closed", e);
      }
    }
  }
}
