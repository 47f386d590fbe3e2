package dev.winnow.jobs.example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Fixed plan of one worker that reads a release: its files, the number of its rows, and their order
 * in each epoch. Plain Java, to be copied; {@code docs/readers/winnow_release.py} makes the same
 * plan in Python.
 *
 * <p>Rows are dealt by rank: worker {@code part} of {@code parts} gets the ranks r with (r - 1) mod
 * parts = part. No row goes to two workers, none is lost, and workers differ by at most one row.
 * With {@link Deal#FILES} a worker gets whole files instead, so each file is read once: the largest
 * first, each to the worker with the fewest rows so far.
 *
 * <p>Some files are read together, and their rows are shuffled among each other. Files hold ranges
 * of ranks, so more files mix hard and easy rows better and hold more rows in memory.
 */
public final class ReleasePlan {

  /** Unit that workers are dealt. */
  public enum Deal {
    ROWS,
    FILES
  }

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final List<RankedFile> files;
  private final long limit;
  private final long seed;
  private final int part;
  private final int parts;
  private final Deal deal;
  private final int mix;

  /**
   * @param files files of the release
   * @param limit greatest rank that is read: floor(fraction n + 0.5) for n ranked rows, or the
   *     greatest rank whose {@code cumulative_tokens} are within a budget
   * @param seed seed of the shuffle
   * @param part number of this worker, from 0
   * @param parts number of workers of all machines
   * @param mix number of files that are read together; 0 for all
   */
  public ReleasePlan(
      List<RankedFile> files, long limit, long seed, int part, int parts, Deal deal, int mix) {
    if (part < 0 || part >= parts || mix < 0) {
      throw new IllegalArgumentException(
          "part must be in [0, " + parts + ") and mix at least 0, got " + part + " and " + mix);
    }
    this.limit = limit;
    this.seed = seed;
    this.part = part;
    this.parts = parts;
    this.deal = deal;
    this.mix = mix;
    List<RankedFile> wanted =
        files.stream()
            .filter(file -> file.first() <= limit)
            .sorted(Comparator.comparingLong(RankedFile::first))
            .toList();
    this.files =
        (deal == Deal.FILES ? dealt(wanted) : wanted)
            .stream().filter(file -> rows(file) > 0).toList();
  }

  private List<RankedFile> dealt(List<RankedFile> wanted) {
    long[] held = new long[parts];
    List<RankedFile> mine = new ArrayList<>();
    List<RankedFile> largestFirst = new ArrayList<>(wanted);
    largestFirst.sort(
        Comparator.comparingLong((RankedFile file) -> file.first() - last(file))
            .thenComparingLong(RankedFile::first));
    for (RankedFile file : largestFirst) {
      int least = 0;
      for (int i = 1; i < parts; i++) {
        least = held[i] < held[least] ? i : least;
      }
      held[least] += last(file) - file.first() + 1;
      if (least == part) {
        mine.add(file);
      }
    }
    mine.sort(Comparator.comparingLong(RankedFile::first));
    return mine;
  }

  private long last(RankedFile file) {
    return Math.min(file.last(), limit);
  }

  /** Returns the number of rows of a file that this worker gets. */
  private long rows(RankedFile file) {
    return deal == Deal.FILES
        ? last(file) - file.first() + 1
        : dealtUpTo(last(file)) - dealtUpTo(file.first() - 1);
  }

  private long dealtUpTo(long rank) {
    return Math.floorDiv(rank - part + parts - 1, (long) parts);
  }

  /** Returns the number of rows of an epoch. */
  public long rows() {
    return files.stream().mapToLong(this::rows).sum();
  }

  private boolean has(long rank) {
    return rank <= limit && (deal == Deal.FILES || (rank - 1) % parts == part);
  }

  /** Returns a text that differs between plans whose rows or orders differ. */
  String fingerprint() {
    return limit
        + "/"
        + seed
        + "/"
        + part
        + "/"
        + parts
        + "/"
        + deal
        + "/"
        + mix
        + "/"
        + files.stream().map(file -> file.first() + "-" + file.last()).toList();
  }

  private List<List<RankedFile>> groups(int epoch) {
    List<RankedFile> order = new ArrayList<>(files);
    order.sort((a, b) -> Long.compareUnsigned(key(epoch, -a.first()), key(epoch, -b.first())));
    int size = mix == 0 ? Math.max(1, order.size()) : mix;
    List<List<RankedFile>> groups = new ArrayList<>();
    for (int from = 0; from < order.size(); from += size) {
      groups.add(order.subList(from, Math.min(order.size(), from + size)));
    }
    return groups;
  }

  /**
   * Returns the rows of an epoch from a position on. Files before the position are not read.
   *
   * @param position number of rows of the epoch that are passed over
   * @param read reads all rows of a file, by its path
   */
  public <T> Iterator<RankedRow<T>> rows(
      int epoch, long position, Function<String, Iterator<RankedRow<T>>> read) {
    List<List<RankedFile>> groups = groups(epoch);
    int next = 0;
    long passed = 0;
    while (next < groups.size() && passed + size(groups.get(next)) <= position) {
      passed += size(groups.get(next++));
    }
    return new Groups<>(
        groups.subList(next, groups.size()).iterator(), position - passed, epoch, read);
  }

  private long size(List<RankedFile> group) {
    return group.stream().mapToLong(this::rows).sum();
  }

  /** Reads the files of a group when its first row is asked for. */
  private final class Groups<T> implements Iterator<RankedRow<T>> {

    private final Iterator<List<RankedFile>> groups;
    private final int epoch;
    private final Function<String, Iterator<RankedRow<T>>> read;
    private long skipped;
    private Iterator<RankedRow<T>> rows = List.<RankedRow<T>>of().iterator();

    Groups(
        Iterator<List<RankedFile>> groups,
        long skipped,
        int epoch,
        Function<String, Iterator<RankedRow<T>>> read) {
      this.groups = groups;
      this.skipped = skipped;
      this.epoch = epoch;
      this.read = read;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && groups.hasNext()) {
        List<RankedFile> group = groups.next();
        List<RankedRow<T>> found = new ArrayList<>();
        for (RankedFile file : group) {
          read.apply(file.path())
              .forEachRemaining(
                  row -> {
                    if (has(row.rank())) {
                      found.add(row);
                    }
                  });
        }
        if (found.size() != size(group)) {
          throw new IllegalStateException(
              "files must have the ranks that the log says: expected "
                  + size(group)
                  + " rows, got "
                  + found.size()
                  + " in "
                  + group);
        }
        found.sort((a, b) -> Long.compareUnsigned(key(epoch, a.rank()), key(epoch, b.rank())));
        rows = found.subList((int) Math.min(skipped, found.size()), found.size()).iterator();
        skipped = 0;
      }
      return rows.hasNext();
    }

    @Override
    public RankedRow<T> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the epoch has no more rows");
      }
      return rows.next();
    }
  }

  /** Returns a key by which numbers are shuffled, as unsigned numbers. */
  private long key(int epoch, long number) {
    return mixed(mixed(seed + STEP * (epoch + 1)) + STEP * number);
  }

  /** Applies the finaliser of MurmurHash3. */
  private static long mixed(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
