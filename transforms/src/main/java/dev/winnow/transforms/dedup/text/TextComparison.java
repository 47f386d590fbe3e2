package dev.winnow.transforms.dedup.text;

import java.util.List;
import java.util.stream.Stream;

/** Comparison of two texts by the rules of the settings. */
final class TextComparison {

  private final TextOptions options;
  private final List<TextRule> rules;
  private final List<TextGuard> guards;

  TextComparison(TextOptions options) {
    this.options = options;
    guards = Stream.of(TextGuard.values()).filter(options.guards()::contains).toList();
    rules = Stream.of(TextRule.values()).filter(options.rules()::contains).toList();
  }

  /** Returns false only if {@link #of} finds nothing for these texts. */
  boolean mayFind(TextOutline one, TextOutline other) {
    double most = -1;
    for (TextRule rule : rules) {
      double floor = floor(rule);
      if (one.mayHold(rule, other) && one.lengthsAllow(floor, other)) {
        most = most < 0 ? one.mostJaccard(other) : most;
        if (most >= floor) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the least similarity of a candidate of the rule that is put out. */
  private double floor(TextRule rule) {
    return rule.threshold(options.nearJaccard()) - options.nearMiss();
  }

  /**
   * Returns the decision by the first rule that holds; null if the texts are farther than {@link
   * TextOptions#nearMiss} from the threshold of each rule.
   *
   * @param kept text that is ranked first and would stay
   * @param gone text that would be dropped
   */
  TextVerdict of(ComparableText kept, ComparableText gone) {
    double floor = 1;
    for (TextRule rule : rules) {
      if (kept.lengthsAllow(rule, gone)) {
        floor = Math.min(floor, floor(rule));
      }
    }
    double jaccard = kept.jaccardFrom(floor, gone);
    if (jaccard < 0) {
      return null;
    }
    TextRule missed = null;
    for (TextRule rule : rules) {
      double threshold = rule.threshold(options.nearJaccard());
      if (jaccard >= floor(rule) && kept.holds(rule, gone)) {
        if (jaccard >= threshold) {
          return new TextVerdict(jaccard, rule, refusal(kept, gone));
        }
        missed = missed == null ? rule : missed;
      }
    }
    return missed == null ? null : new TextVerdict(jaccard, missed, TextVerdict.THRESHOLD);
  }

  /** Returns the first cause that keeps the texts apart; null for none. */
  private String refusal(ComparableText kept, ComparableText gone) {
    for (TextGuard guard : guards) {
      if (kept.differs(guard, gone)) {
        return guard.word();
      }
    }
    return gone.isLongAndOutside(kept, options.minContainment()) ? TextVerdict.CONTAINMENT : null;
  }
}
