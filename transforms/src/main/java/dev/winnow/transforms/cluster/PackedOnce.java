package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Something that is made once in each JVM, by the first task that asks, and shared by the others. A
 * JVM keeps the two made last, for as long as it has memory.
 */
final class PackedOnce<T> implements Serializable {

  private static final int KEPT = 2;

  private static final Map<UUID, SoftReference<Object>> MADE =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, SoftReference<Object>> eldest) {
          return size() > KEPT;
        }
      };

  private final UUID key = UUID.randomUUID();

  @SuppressWarnings("unchecked") // Only this object's suppliers put something under its key.
  T get(Supplier<T> maker) {
    synchronized (MADE) {
      SoftReference<Object> held = MADE.get(key);
      Object made = held == null ? null : held.get();
      if (made == null) {
        made = maker.get();
        MADE.put(key, new SoftReference<>(made));
      }
      return (T) made;
    }
  }

  /** Forgets it in this JVM. */
  void drop() {
    synchronized (MADE) {
      MADE.remove(key);
    }
  }
}
