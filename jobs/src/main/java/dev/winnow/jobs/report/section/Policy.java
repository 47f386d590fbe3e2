package dev.winnow.jobs.report.section;

import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.select.order.KeepCount;
import java.util.Locale;
import java.util.Map;

/** Policy, metric and size of a release, of the run itself or of a cut. */
final class Policy {

  private static final Map<String, String> MEANINGS =
      Map.of(
          "hard", ", the hardest ones",
          "easy", ", the easiest ones",
          "middle", ", those of middle hardness",
          "random", ", drawn by chance");

  static String word(ReleaseFacts facts) {
    return facts.cut() == null ? facts.run().recipe().keep().word() : facts.cut().keep();
  }

  /** Returns the rows that the policy keeps in words, after a comma; empty for other policies. */
  static String meaning(ReleaseFacts facts) {
    return MEANINGS.getOrDefault(word(facts), "");
  }

  static String metric(ReleaseFacts facts) {
    return facts.cut() == null
        ? facts.run().recipe().metric().name().toLowerCase(Locale.ROOT).replace('_', '-')
        : facts.cut().metric();
  }

  static String size(ReleaseFacts facts) {
    if (facts.cut() != null) {
      if (facts.cut().keepTokens() != null) {
        return "at most " + Texts.count(facts.cut().keepTokens()) + " tokens";
      }
      if (facts.cut().keepBytes() != null) {
        return "at most " + Texts.count(facts.cut().keepBytes()) + " bytes";
      }
      return "keep fraction " + facts.cut().keepFraction().toPlainString();
    }
    KeepCount keep = facts.run().done().decisions().facts().keepCount();
    return keep.share() == null
        ? "at most " + Texts.count(keep.rows()) + " rows"
        : "keep fraction " + keep.share().toPlainString();
  }

  /** Returns the facts of the publication; null for none. */
  static PublishFacts published(ReleaseFacts facts) {
    return facts.cut() == null
        ? facts.run().published().map(StageResult::facts).orElse(null)
        : facts.cut().release();
  }

  private Policy() {}
}
