package dev.winnow.transforms.dedup.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongConsumer;

/**
 * Pairs of ids whose hashes are near to each other, out of entries sorted by (bucket, hashes, id,
 * whole first). One of the two hashes is always of a whole picture: two pictures of which a part is
 * alike would have to be cut in the same way to be found by two parts.
 *
 * <p>Memory does not depend on the size of a bucket. Equal hashes count as one: an entry is paired
 * with the first picture of them and the one before it, which holds them together. An entry is
 * compared with so many distinct hashes before it, and with the first of the bucket.
 */
final class BucketPairs implements Iterator<BucketPairs.Pair> {

  /** Two different ids, the lesser one first. */
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

  private final Iterator<HashEntry> entries;
  private final int radius;
  private final int window;
  private final LongConsumer crowded;
  private final Deque<Run> runs = new ArrayDeque<>();
  private final Deque<Pair> ready = new ArrayDeque<>();
  private Run first;
  private long bucket;

  /**
   * @param radius greatest distance of a pair, in bits
   * @param window distinct hashes that an entry is compared with
   * @param crowded is told of each entry that was not compared with all before it
   */
  BucketPairs(Iterator<HashEntry> entries, int radius, int window, LongConsumer crowded) {
    this.entries = entries;
    this.radius = radius;
    this.window = window;
    this.crowded = crowded;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && entries.hasNext()) {
      take(entries.next());
    }
    return !ready.isEmpty();
  }

  @Override
  public Pair next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more pairs");
    }
    return ready.poll();
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
    Run own = runs.peekLast();
    offer(own.lastWhole, entry);
    own.add(entry);
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
      ready.add(Pair.of(id, entry.getId()));
    }
  }
}
