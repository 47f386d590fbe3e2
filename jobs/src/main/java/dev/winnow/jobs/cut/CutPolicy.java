package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * By what a cut orders the rows.
 *
 * @param metric name of the metric, as decisions have it
 * @param column column of {@code scores} that holds it; null for the metric of the run, which
 *     decisions hold
 * @param storedOrder whether metric and policy are those of the run, so that its ranks stand
 */
record CutPolicy(String metric, String column, Keep keep, boolean storedOrder) {

  /** Policies that order by one score alone, so that a cut can rank by them anew. */
  private static final List<Keep> RANKING = List.of(Keep.HARD, Keep.EASY, Keep.MIDDLE, Keep.RANDOM);

  /**
   * @param own the metric that ranked the rows of the run
   * @throws Failure with {@link ExitCode#USAGE} for a metric or policy that isn't there
   */
  static CutPolicy of(FinishedRun run, TableStore tables, String own, CutRequest request) {
    String asked = request.metric() == null ? own : request.metric();
    boolean ownMetric = snake(asked).equals(snake(own));
    String column = ownMetric ? null : column(run, tables, asked, own);

    String ownKeep = run.recipe().path("prune").path("keep").asText("hard");
    String word = request.keep() == null ? ownKeep : request.keep();
    boolean stored = ownMetric && snake(word).equals(snake(ownKeep));
    return new CutPolicy(ownMetric ? own : snake(asked), column, keep(word, stored), stored);
  }

  String keepWord() {
    return keep.name().toLowerCase(Locale.ROOT);
  }

  private static String column(FinishedRun run, TableStore tables, String asked, String own) {
    if (asked.equals("prototype")) {
      return COSINE_DIST_TO_CENT;
    }
    List<String> known = new ArrayList<>(List.of(own, "prototype"));
    for (StructField field :
        tables.read(Scores.SPEC, run.scores().version(Scores.SPEC.name())).schema().fields()) {
      if (field.dataType().equals(DataTypes.DoubleType)) {
        known.add(field.name());
      }
    }
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

  private static Keep keep(String word, boolean stored) {
    List<String> words = new ArrayList<>();
    for (Keep keep : stored ? List.of(Keep.values()) : RANKING) {
      String name = keep.name().toLowerCase(Locale.ROOT);
      if (name.equals(snake(word))) {
        return keep;
      }
      words.add(name);
    }
    throw new Failure(
        ExitCode.USAGE,
        "--keep must be one of "
            + String.join(", ", words)
            + " where a cut ranks anew, got "
            + word
            + DidYouMean.hint(word, words));
  }

  private static String snake(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
