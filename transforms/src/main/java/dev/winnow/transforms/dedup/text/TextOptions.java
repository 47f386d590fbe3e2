package dev.winnow.transforms.dedup.text;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Settings of the search for near texts.
 *
 * @param nearJaccard least Jaccard similarity of the rule {@link TextRule#SHINGLES}, in [{@value
 *     #LEAST_JACCARD}, 1]
 * @param rules rules that make a near pair; at least one
 * @param guards differences that keep two similar texts apart; none is allowed
 * @param minContainment least share of the shingles of a long text that the text ranked before it
 *     contains, in [0, 1]
 * @param nearMiss greatest distance below the threshold of a rule at which a candidate is put out
 *     as refused, in [0, 1]
 */
public record TextOptions(
    double nearJaccard,
    Set<TextRule> rules,
    Set<TextGuard> guards,
    double minContainment,
    double nearMiss)
    implements Serializable {

  /** Default of {@code nearJaccard}. */
  public static final double NEAR_JACCARD = 0.78;

  /** Least value of {@code nearJaccard}. Below it, too many pairs of any texts are candidates. */
  public static final double LEAST_JACCARD = 0.4;

  /**
   * Default of {@code minContainment}. Of the reviews of imdb-20k that are near another one, all
   * have at least 0.97 of their shingles in it; an edit of one character in 50 leaves about 0.9.
   */
  public static final double MIN_CONTAINMENT = 0.9;

  /** Default of {@code nearMiss}, for up to {@value #FEW_TEXTS} texts. */
  public static final double NEAR_MISS = 0.15;

  /** Value of {@code nearMiss} for more texts, of which very many pairs are a little alike. */
  private static final double NEAR_MISS_OF_MANY = 0.02;

  private static final long FEW_TEXTS = 100_000;

  public TextOptions {
    if (!(nearJaccard >= LEAST_JACCARD && nearJaccard <= 1)) {
      throw new IllegalArgumentException(
          "nearJaccard must be in [" + LEAST_JACCARD + ", 1], got " + nearJaccard);
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(
          "rules must have at least one of " + List.of(TextRule.values()) + ", got none");
    }
    if (!(minContainment >= 0 && minContainment <= 1)) {
      throw new IllegalArgumentException("minContainment must be in [0, 1], got " + minContainment);
    }
    if (!(nearMiss >= 0 && nearMiss <= 1)) {
      throw new IllegalArgumentException("nearMiss must be in [0, 1], got " + nearMiss);
    }
    rules = Set.copyOf(rules);
    guards = Set.copyOf(guards);
  }

  /** Returns the defaults: all rules and all guards. */
  public static TextOptions defaults() {
    return new TextOptions(
        NEAR_JACCARD,
        Set.of(TextRule.values()),
        Set.of(TextGuard.values()),
        MIN_CONTAINMENT,
        NEAR_MISS);
  }

  /**
   * Returns the distance below a threshold up to which refused pairs are worth their comparison: of
   * many texts, most candidates are a little alike, and the closest ones are enough to look at.
   */
  public static double nearMiss(long texts) {
    return texts <= FEW_TEXTS ? NEAR_MISS : NEAR_MISS_OF_MANY;
  }

  /** Returns the same settings with another least Jaccard similarity. */
  public TextOptions withNearJaccard(double value) {
    return new TextOptions(value, rules, guards, minContainment, nearMiss);
  }

  /** Returns the same settings with other rules. */
  public TextOptions withRules(Set<TextRule> value) {
    return new TextOptions(nearJaccard, value, guards, minContainment, nearMiss);
  }

  /** Returns the same settings with other guards. */
  public TextOptions withGuards(Set<TextGuard> value) {
    return new TextOptions(nearJaccard, rules, value, minContainment, nearMiss);
  }

  /** Returns the same settings with another least containment. */
  public TextOptions withMinContainment(double value) {
    return new TextOptions(nearJaccard, rules, guards, value, nearMiss);
  }

  /** Returns the same settings with another distance of refused pairs. */
  public TextOptions withNearMiss(double value) {
    return new TextOptions(nearJaccard, rules, guards, minContainment, value);
  }
}
