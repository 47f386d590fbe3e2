package dev.winnow.transforms.select.policy;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.ScoreOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * List of all policies, under the names that recipes use. Each constant refers to the facts of its
 * policy; a recipe can name only policies of this list.
 */
public enum Keep {
  /** Keeps the highest scores, for plenty of data. */
  HARD(KeepHard.FACTS),
  /** Keeps the lowest scores, for little data or noisy labels. */
  EASY(KeepEasy.FACTS),
  /** Keeps the scores closest to the median (Xia et al. 2023). */
  MIDDLE(KeepMiddle.FACTS),
  /** Keeps rows by a hash of id and seed, as a control. */
  RANDOM(KeepRandom.FACTS),
  /** Keeps the rows between two quantiles of the scores. */
  BAND(KeepBand.FACTS),
  /** Keeps rows over the whole range of the scores except the hardest (Zheng et al. 2023). */
  COVERAGE(KeepCoverage.FACTS),
  /** Keeps the hardest rows of each cluster, more of wide and lonely ones (Abbas et al. 2024). */
  DENSITY(KeepDensity.FACTS),
  /** Keeps equally many rows of every cluster of every level (Vo et al. 2024). */
  HIERARCHICAL(KeepHierarchical.FACTS),
  /** Keeps rows that cover the embedding without being redundant (Griffin et al. 2024). */
  ZCORE(KeepZcore.FACTS),
  /** Keeps hard rows of dense regions that are not near to each other (Maharana et al. 2024). */
  D2(KeepD2.FACTS),
  /** Keeps the hardest rows behind a share of the hardest (Zheng et al. 2025). */
  TWO_ENDED(KeepTwoEnded.FACTS);

  private final PolicyFacts facts;

  Keep(PolicyFacts facts) {
    this.facts = facts;
  }

  /** Returns the policies that order by the score alone, so that a cut can rank by them again. */
  public static List<Keep> byScoreAlone() {
    return Arrays.stream(values()).filter(keep -> keep.scoreOrder().isPresent()).toList();
  }

  /** Returns the name as recipes and releases have it, in lower case, with dashes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the reason of a row that this policy kept and a smaller cut of its order drops. */
  public Reason droppedReason() {
    return facts.dropped();
  }

  /**
   * Returns the policy with its order by the score alone; empty for a policy whose order depends on
   * more, so that a cut can't compute it from decisions.
   */
  public Optional<ScoreOrder> scoreOrder() {
    return facts.scoreOrder();
  }

  /** Returns true for a policy that takes an outlier guard. */
  public boolean takesOutlierGuard() {
    return facts.guarded();
  }
}
