package dev.winnow.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reason of a decision: why a row is in the curated table, or why not. The set is closed: table
 * {@code decisions} has a CHECK constraint made from it, and totals, laws and cards count by its
 * kinds.
 */
public enum Reason {
  KEPT("kept", Kind.KEPT, "kept"),
  EXACT_DUPLICATE("exact_duplicate", Kind.DUPLICATE, "dropped as an exact duplicate"),
  NEAR_DUPLICATE("near_duplicate", Kind.DUPLICATE, "dropped as a near duplicate"),
  SEMANTIC_DUPLICATE("semantic_duplicate", Kind.DUPLICATE, "dropped as a semantic duplicate"),
  EVALUATION_LEAK("evaluation_leak", Kind.LEAK, "dropped as an evaluation leak"),
  PRUNED_EASY("pruned_easy", Kind.PRUNED, "pruned as easy"),
  PRUNED_HARD("pruned_hard", Kind.PRUNED, "pruned as hard"),
  PRUNED_MIDDLE("pruned_middle", Kind.PRUNED, "pruned as middle"),
  PRUNED_RANDOM("pruned_random", Kind.PRUNED, "pruned by chance"),
  /** Dropped so that the floor of another class holds. */
  PRUNED_BALANCE("pruned_balance", Kind.PRUNED, "pruned for balance"),
  /** Drawn for tests by the split of the recipe, before anything was fitted. */
  HELD_OUT("held_out", Kind.HELD_OUT, "held out for tests"),
  QUARANTINED("quarantined", Kind.QUARANTINED, "quarantined");

  /** Kind of a reason. A ranked row is kept or pruned; rows of the other kinds have no rank. */
  public enum Kind {
    KEPT,
    PRUNED,
    DUPLICATE,
    LEAK,
    HELD_OUT,
    QUARANTINED
  }

  private final String word;
  private final Kind kind;
  private final String phrase;

  Reason(String word, Kind kind, String phrase) {
    this.word = word;
    this.kind = kind;
    this.phrase = phrase;
  }

  /** Returns the reason as tables hold it, lower snake case. */
  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the reason in words for people, such as {@code pruned as easy}. */
  public String phrase() {
    return phrase;
  }

  /** Returns true for a row that has a rank and is not kept. */
  public boolean isPruned() {
    return kind == Kind.PRUNED;
  }

  /** Returns true for a row that has a rank, so for one that is kept or pruned. */
  public boolean isRanked() {
    return kind == Kind.KEPT || kind == Kind.PRUNED;
  }

  /**
   * Returns the reason of a word.
   *
   * @throws IllegalArgumentException for a word outside the set
   */
  public static Reason of(String word) {
    return Arrays.stream(values())
        .filter(reason -> reason.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "reason must be one of " + words(Kind.values()) + ", got " + word));
  }

  /** Returns the words of these kinds. */
  public static List<String> wordsOf(Kind... kinds) {
    return Arrays.stream(values())
        .filter(reason -> Arrays.asList(kinds).contains(reason.kind))
        .map(Reason::word)
        .toList();
  }

  /** Returns the words of these kinds as an SQL list, such as {@code 'kept', 'quarantined'}. */
  public static String words(Kind... kinds) {
    return wordsOf(kinds).stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
  }
}
