package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.transforms.select.policy.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Metric and policy that order the rows of a cut.
 *
 * @param metric name of the metric, as decisions have it
 * @param column column of {@code scores} that holds the metric; null for the metric of the run,
 *     whose values decisions hold
 * @param keep policy
 * @param storedOrder true where metric and policy are those of the run, so that its ranks apply
 */
record CutPolicy(String metric, String column, Keep keep, boolean storedOrder) {

  /**
   * Chooses metric and policy: from the request, and from the run where the request gives none.
   *
   * @param runMetric metric that ranked the rows of the run
   * @param runKeep policy of the run
   * @param scoreColumns number columns of table {@code scores}; read only if another metric than
   *     that of the run ranks
   * @throws Failure with {@link ExitCode#USAGE} for a metric or a policy that does not exist
   */
  static CutPolicy choose(
      String runMetric, Keep runKeep, CutRequest request, Supplier<List<String>> scoreColumns) {
    String asked = request.metric() == null ? runMetric : request.metric();
    boolean sameMetric = snake(asked).equals(snake(runMetric));
    String column = sameMetric ? null : column(asked, runMetric, scoreColumns);

    String word = request.keep() == null ? runKeep.word() : request.keep();
    boolean stored = sameMetric && snake(word).equals(snake(runKeep.word()));
    Keep keep = stored ? runKeep : rankingAgain(word);
    return new CutPolicy(sameMetric ? runMetric : snake(asked), column, keep, stored);
  }

  private static String column(
      String asked, String runMetric, Supplier<List<String>> scoreColumns) {
    String prototype = Metric.PROTOTYPE.label();
    if (asked.equals(prototype)) {
      return COSINE_DIST_TO_CENT;
    }
    List<String> known = new ArrayList<>(List.of(runMetric, prototype));
    known.addAll(scoreColumns.get());
    if (!known.contains(snake(asked))) {
      throw new Failure(
          ExitCode.USAGE,
          "--metric must be one of "
              + String.join(", ", known.stream().distinct().toList())
              + ", got "
              + asked
              + DidYouMean.hint(asked, known));
    }
    return snake(asked);
  }

  /** Returns the policy of a word, if it orders by the score alone. */
  private static Keep rankingAgain(String word) {
    for (Keep keep : Keep.byScoreAlone()) {
      if (keep.word().equals(snake(word))) {
        return keep;
      }
    }
    List<String> words = Keep.byScoreAlone().stream().map(Keep::word).toList();
    throw new Failure(
        ExitCode.USAGE,
        "--keep must be one of "
            + String.join(", ", words)
            + " where a cut does not use the ranks of the run, got "
            + word
            + DidYouMean.hint(word, words));
  }

  private static String snake(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
