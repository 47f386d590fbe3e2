package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Finds pairs of ids whose hashes are near to each other. Entries come sorted by (bucket, hashes,
 * id, whole first). One of the two hashes is always that of a whole picture: two parts find two
 * pictures only if both were cut in the same way.
 *
 * <p>Memory does not depend on the size of a bucket. Equal hashes count as one: an entry is paired
 * with the first picture of them and with the one before it, which keeps them in one group. An
 * entry is compared with {@code window} distinct hashes before it, and with the bucket's first.
 */
final class ImageBuckets extends Batched<HashEntry, ImageBuckets.Pair> {

  /** Pair of different ids, the lesser one first. */
  record Pair(String left, String right) {

    static Pair of(String one, String other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  /** Entries of one bucket whose hashes are equal. */
  private static final class Run {
    private final long frequencies;
    private final long slopes;
    private String whole;
    private String part;
    private String lastWhole;

    private Run(HashEntry first) {
      frequencies = first.getFrequencies();
      slopes = first.getSlopes();
    }

    private int distance(HashEntry entry) {
      return PerceptualHashes.distance(
          frequencies, slopes, entry.getFrequencies(), entry.getSlopes());
    }

    private void add(HashEntry entry) {
      if (entry.isWhole()) {
        whole = whole == null ? entry.getId() : whole;
        lastWhole = entry.getId();
      } else if (part == null) {
        part = entry.getId();
      }
    }
  }

  private final int radius;
  private final int window;
  private final LongConsumer crowded;
  private final Deque<Run> runs = new ArrayDeque<>();
  private final List<Pair> found = new ArrayList<>();
  private Run first;
  private long bucket;

  /**
   * @param radius greatest distance of a pair, in bits
   * @param window number of distinct hashes that an entry is compared with
   * @param crowded receives 1 for each entry that was not compared with all entries before it
   */
  ImageBuckets(Iterator<HashEntry> entries, int radius, int window, LongConsumer crowded) {
    super(entries);
    this.radius = radius;
    this.window = window;
    this.crowded = crowded;
  }

  @Override
  protected Iterator<Pair> next(LookAhead<HashEntry> entries) {
    found.clear();
    take(entries.next());
    return found.iterator();
  }

  private void take(HashEntry entry) {
    if (first == null || entry.getBucket() != bucket) {
      runs.clear();
      bucket = entry.getBucket();
      first = null;
    }
    if (runs.isEmpty() || runs.peekLast().distance(entry) > 0) {
      Run run = new Run(entry);
      first = first == null ? run : first;
      runs.addLast(run);
      if (runs.size() > window + 1) {
        runs.removeFirst();
      }
    }
    boolean all = runs.peekFirst() == first;
    if (!all) {
      crowded.accept(1);
      compare(first, entry);
    }
    for (Run run : runs) {
      compare(run, entry);
    }
    Run last = runs.peekLast();
    offer(last.lastWhole, entry);
    last.add(entry);
  }

  private void compare(Run run, HashEntry entry) {
    if (run.distance(entry) <= radius) {
      offer(run.whole, entry);
      if (entry.isWhole()) {
        offer(run.part, entry);
      }
    }
  }

  private void offer(String id, HashEntry entry) {
    if (id != null && !id.equals(entry.getId())) {
      found.add(Pair.of(id, entry.getId()));
    }
  }
}
