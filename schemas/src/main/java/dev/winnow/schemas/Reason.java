package dev.winnow.schemas;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The reason of a decision: why a row is in the curated table or not. The set is closed; table
 * {@code decisions} has a CHECK constraint made from it, and totals and cards count by its kinds.
 */
public enum Reason {
  KEPT("kept", Kind.KEPT),
  EXACT_DUPLICATE("exact_duplicate", Kind.DUPLICATE),
  NEAR_DUPLICATE("near_duplicate", Kind.DUPLICATE),
  SEMANTIC_DUPLICATE("semantic_duplicate", Kind.DUPLICATE),
  EVALUATION_LEAK("evaluation_leak", Kind.LEAK),
  PRUNED_EASY("pruned_easy", Kind.PRUNED),
  PRUNED_HARD("pruned_hard", Kind.PRUNED),
  PRUNED_MIDDLE("pruned_middle", Kind.PRUNED),
  PRUNED_RANDOM("pruned_random", Kind.PRUNED),
  /** Dropped so that the floor of another class holds. */
  PRUNED_BALANCE("pruned_balance", Kind.PRUNED),
  QUARANTINED("quarantined", Kind.QUARANTINED);

  /** Kinds of reasons: a ranked row is kept or pruned, all others never reached the ranking. */
  public enum Kind {
    KEPT,
    PRUNED,
    DUPLICATE,
    LEAK,
    QUARANTINED
  }

  private final String word;
  private final Kind kind;

  Reason(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** Returns the reason as tables hold it, lower snake case. */
  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns true for a row that was ranked and lies behind the cut. */
  public boolean isPruned() {
    return kind == Kind.PRUNED;
  }

  /** Returns true for a row that has a rank: it is kept or pruned. */
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

  /** Returns the words of these kinds as an SQL list, such as {@code 'kept', 'quarantined'}. */
  public static String words(Kind... kinds) {
    return Arrays.stream(values())
        .filter(reason -> Arrays.asList(kinds).contains(reason.kind))
        .map(reason -> "'" + reason.word + "'")
        .collect(Collectors.joining(", "));
  }
}
