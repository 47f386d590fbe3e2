package dev.winnow.transforms.task;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * An object that the first task in each JVM makes and the other tasks share. A JVM keeps the two
 * objects that were made last, as long as it has memory. An object that is dropped is closed, which
 * frees its memory outside of the heap; a task that still uses it may go on.
 */
public final class PerJvm<T extends AutoCloseable> implements Serializable {

  private static final int KEPT = 2;

  private static final Map<UUID, SoftReference<AutoCloseable>> MADE = new LinkedHashMap<>();

  private final UUID key = UUID.randomUUID();

  /**
   * Returns the object of this JVM.
   *
   * @param maker makes the object where this JVM has none
   */
  @SuppressWarnings("unchecked") // Only this object's makers put something under its key.
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

  /** Drops and closes the object of this JVM, if it has one. */
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
        throw new IllegalStateException(made.getClass().getName() + " can't be closed", e);
      }
    }
  }
}
