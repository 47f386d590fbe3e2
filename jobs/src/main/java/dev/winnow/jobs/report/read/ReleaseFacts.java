package dev.winnow.jobs.report.read;

import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.FinishedRun;
import java.util.List;
import java.util.Map;

/**
 * All that a report shows of a release.
 *
 * @param cut facts of the cut that made the release; null for a release of the run itself
 * @param recipe effective recipe of the run with the origins of its values, as JSON
 * @param stages times of the stages of the run
 * @param clusters clusters with rows, by id
 * @param gallery clusters to show, with the reason
 * @param labels labels, those with the most rows first
 * @param sources sources, those with the most rows first
 * @param bounds numbers of ranked rows at each tenth of them
 * @param quotas rows of each cluster that stand for it in the map
 * @param contents contents of the rows to show
 * @param pairs pairs of duplicates and of rows that are none
 * @param account account of the input
 * @param studies trained proxies and fitted laws
 */
public record ReleaseFacts(
    ReleaseTables tables,
    FinishedRun run,
    CutFacts cut,
    String recipe,
    List<StageTime> stages,
    List<Cluster> clusters,
    Map<Cluster, String> gallery,
    List<Shift> labels,
    List<Shift> sources,
    DecisionFacts decisions,
    ScoreFacts scores,
    long[] bounds,
    Map<Integer, Integer> quotas,
    ClassFacts classes,
    ShownContents contents,
    Evidence pairs,
    Account account,
    Studies studies) {

  /**
   * Contents of rows, by id.
   *
   * @param texts beginnings of texts
   * @param pictures thumbnails
   * @param vectors embeddings of the rows of the map
   */
  public record ShownContents(
      Map<String, String> texts, Map<String, byte[]> pictures, Map<String, float[]> vectors) {}

  /**
   * Evidence on duplicates; see {@link PairFacts}.
   *
   * @param sweep rows of table {@code epsilon_sweep}
   * @param epsilon value of epsilon that the run used; null for none
   */
  public record Evidence(
      Map<String, Map<String, PairFacts.Outcome>> near,
      Map<String, Map<String, PairFacts.Outcome>> dropped,
      List<PairFacts.Conflict> conflicts,
      List<Map<String, Object>> sweep,
      Double epsilon) {}

  /** Account of the input; see {@link InputFacts}. */
  public record Account(Map<String, long[]> files, Map<String, InputFacts.Code> refused) {}

  /**
   * Rows of tables {@code experiments} and {@code scaling_fits} that belong to the run.
   *
   * @param settings section experiment of the recipe as it is now
   */
  public record Studies(
      Experiment settings, List<Map<String, Object>> proxies, List<Map<String, Object>> fits) {}
}
