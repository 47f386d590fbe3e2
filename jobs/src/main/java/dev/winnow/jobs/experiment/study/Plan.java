package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.recipe.Experiment.PoolPrototypes;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.StoredRecipe;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.select.policy.Keep;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plan of a study, from the settings and the record of the run.
 *
 * @param run run to train on
 * @param settings section experiment of the recipe
 * @param policies section prune for each policy that can be trained, random left out
 * @param learners learners that can be trained
 * @param skipped reasons why policies and learners are left out
 */
record Plan(
    FinishedRun run,
    Experiment settings,
    Map<Keep, Prune> policies,
    List<Learner> learners,
    List<String> skipped) {

  private static final List<String> TABLES =
      List.of(
          Decisions.SPEC.name(),
          Embeddings.SPEC.name(),
          Examples.SPEC.name(),
          Prototypes.SPEC.name(),
          Scores.SPEC.name());

  /**
   * Makes the plan.
   *
   * @throws Failure with {@link ExitCode#USAGE} if no learner can be trained, or prototypes can't
   *     be fitted again
   */
  static Plan make(Ledger ledger, FinishedRun run, Experiment settings) {
    Recipe recipe = run.recipe();
    boolean refit = settings.prototypes() == PoolPrototypes.REFIT;
    if (refit && recipe.metric() != Metric.PROTOTYPE) {
      throw new Failure(
          ExitCode.USAGE,
          "experiment.prototypes refit needs prune.metric prototype, which is made of prototypes"
              + " alone, got "
              + recipe.metric().label()
              + "; use shared");
    }
    List<String> skipped = new ArrayList<>();
    Map<Keep, Prune> policies = new EnumMap<>(Keep.class);
    for (Keep keep : settings.policies()) {
      List<String> faults = new ArrayList<>();
      if (refit && keep == Keep.HIERARCHICAL) {
        faults.add("prototypes refit has no levels; use shared");
      }
      Prune prune = StoredRecipe.withPolicy(ledger.recipe(run.runId()), keep, faults::add).prune();
      if (!faults.isEmpty()) {
        skipped.add("policy " + keep.word() + ": " + String.join("; ", faults));
      } else if (keep != Keep.RANDOM) {
        policies.put(keep, prune);
      }
    }
    List<Learner> learners = new ArrayList<>();
    for (Learner learner : settings.learners()) {
      if (learner.ofPictures() && recipe.input().modality() != Modality.IMAGE) {
        skipped.add(
            "learner "
                + learner.word()
                + ": it trains on pixels, and the input is of modality "
                + recipe.input().modality().name().toLowerCase(Locale.ROOT));
      } else {
        learners.add(learner);
      }
    }
    if (learners.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          "experiment.learners must name a learner that the input can train; "
              + String.join("; ", skipped));
    }
    return new Plan(run, settings, policies, List.copyOf(learners), List.copyOf(skipped));
  }

  /** Returns the grid over a number of rows to train on. */
  Grid grid(long training) {
    return Grid.of(
        settings,
        List.copyOf(policies.keySet()),
        learners,
        (int) Math.min(Integer.MAX_VALUE, training));
  }

  /** Returns true if a learner trains on pixels. */
  boolean needsPictures() {
    return learners.stream().anyMatch(Learner::ofPictures);
  }

  /**
   * Returns the hash of all that the proxies share. The grid is no part of it, so that another
   * fraction, pool or seed extends a study.
   */
  String study() {
    Map<String, Long> versions = new TreeMap<>(run.versions());
    versions.keySet().retainAll(TABLES);
    Recipe recipe = run.recipe();
    return Hashes.sha256(
            CodeVersion.get(),
            run.runId(),
            Ledger.write(versions),
            String.valueOf(recipe.prune()),
            String.valueOf(recipe.seed()),
            String.valueOf(settings.epochs()),
            settings.prototypes().name())
        .substring(0, 16);
  }
}
