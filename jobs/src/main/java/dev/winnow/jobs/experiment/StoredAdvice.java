package dev.winnow.jobs.experiment;

import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.schemas.Experiments;
import dev.winnow.transforms.experiment.advise.Pilot;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Advice from the proxies that table {@code experiments} holds of a run, without training any. It
 * is that of {@code winnow advise} without options, once that has trained its pilots. Before, the
 * proxies of an experiment give the same errors at their largest pool, with other intervals.
 */
public final class StoredAdvice {

  private final Experiment settings;
  private final List<PilotRun> runs;
  private final int largest;

  private StoredAdvice(Experiment settings, List<PilotRun> runs) {
    this.settings = settings;
    this.runs = runs;
    this.largest =
        runs.stream().mapToInt(run -> Math.toIntExact(run.pilot().pool())).max().orElse(0);
  }

  /**
   * Makes the advice from the latest study of a run. Costs no Spark job.
   *
   * @param proxies rows of the run in table experiments, in any order
   * @param settings section experiment of the recipe
   * @return empty if the stored proxies don't say all that advice compares, so that {@code winnow
   *     advise} would train some
   */
  public static Optional<AdviceText> of(List<Map<String, Object>> proxies, Experiment settings) {
    Optional<Map<String, Object>> newest =
        proxies.stream()
            .max(
                Comparator.comparing((Map<String, Object> row) -> (Timestamp) row.get("created"))
                    .thenComparing(row -> (String) row.get(Experiments.STUDY)));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Learner learner = settings.learners().get(0);
    List<PilotRun> runs =
        proxies.stream()
            .filter(row -> newest.get().get(Experiments.STUDY).equals(row.get(Experiments.STUDY)))
            .filter(row -> learner.word().equals(row.get(Experiments.LEARNER)))
            .map(StoredAdvice::run)
            .toList();
    return new StoredAdvice(settings, runs)
        .advice(learner, (Integer) newest.get().get(Experiments.TEST_ROWS));
  }

  private static PilotRun run(Map<String, Object> row) {
    return new PilotRun(
        new Pilot(
            (String) row.get(Experiments.POLICY),
            (Double) row.get(Experiments.FRACTION),
            (Long) row.get(Experiments.POOL),
            (Long) row.get(Experiments.SEED),
            (Double) row.get(Experiments.ERROR),
            BitSet.valueOf((byte[]) row.get(Experiments.WRONG_ROWS))),
        Budget.Kind.valueOf(((String) row.get(Experiments.BUDGET)).toUpperCase(Locale.ROOT)),
        (Double) row.get(Experiments.FLOPS),
        (Double) row.get(Experiments.SECONDS));
  }

  private Optional<AdviceText> advice(Learner learner, long testRows) {
    List<PilotRun> asked = runs.stream().filter(this::isAsked).toList();
    List<Budget.Kind> budgets = new ArrayList<>();
    for (Budget.Kind kind : Budget.Kind.values()) {
      if (isWhole(asked, kind)) {
        budgets.add(kind);
      }
    }
    if (settings.seedList().size() < 2 || budgets.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AdviceText(
            new AdviceBasis(
                asked.stream().filter(run -> budgets.stream().anyMatch(run::countsFor)).toList(),
                learner,
                budgets,
                largest,
                largest,
                testRows,
                settings.seedList().size(),
                null,
                new BigDecimal(AdviceBasis.TOLERANCE))));
  }

  /** Returns true for a proxy that the settings ask for. */
  private boolean isAsked(PilotRun run) {
    Pilot pilot = run.pilot();
    boolean fraction =
        pilot.fraction() == 1
            || settings.fractions().stream().anyMatch(of -> of.doubleValue() == pilot.fraction());
    boolean policy =
        pilot.policy().equals(PilotRun.ALL)
            || pilot.policy().equals(Pilot.RANDOM)
            || settings.policies().stream().anyMatch(of -> of.word().equals(pilot.policy()));
    return fraction && policy && settings.seedList().contains(pilot.seed());
  }

  /**
   * Returns true if the largest pool has a policy, random rows and all rows with every seed and
   * fraction. A policy that can't be trained is in no pool.
   */
  private boolean isWhole(List<PilotRun> asked, Budget.Kind kind) {
    List<Pilot> pilots =
        asked.stream()
            .filter(run -> run.countsFor(kind))
            .map(PilotRun::pilot)
            .filter(pilot -> pilot.pool() == largest)
            .toList();
    Set<String> policies = new HashSet<>();
    pilots.forEach(pilot -> policies.add(pilot.policy()));
    long fractions =
        settings.fractions().stream().filter(of -> of.compareTo(BigDecimal.ONE) < 0).count();
    long wanted = settings.seedList().size() * (1 + (policies.size() - 1) * fractions);
    return policies.contains(PilotRun.ALL)
        && policies.contains(Pilot.RANDOM)
        && policies.size() > 2
        && pilots.size() == wanted;
  }
}
