package dev.winnow.jobs.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first line of a study, from errors at three seeds. */
class VerdictTest {

  private static final int TEST_ROWS = 1000;

  private final List<Trained> trained = new ArrayList<>();

  /** True to name the wrong rows, those of a lower error inside those of a higher one. */
  private boolean onRows;

  private VerdictTest add(String policy, double fraction, int pool, double... errors) {
    for (int seed = 0; seed < errors.length; seed++) {
      BitSet wrong = new BitSet();
      if (onRows) {
        wrong.set(0, (int) Math.round(errors[seed] * TEST_ROWS));
      }
      trained.add(
          new Trained(
              new Proxy(
                  policy,
                  fraction,
                  pool,
                  (int) (fraction * pool),
                  Learner.SOFTMAX,
                  Budget.Kind.EPOCHS,
                  seed + 1),
              new Measurement(errors[seed], 0, 0, 0, 1, 0, 1, 1, wrong),
              1));
    }
    return this;
  }

  private Verdict verdict() {
    return Verdict.of(Comparison.of(trained, TEST_ROWS));
  }

  /** Differences .025, .026, .027: mean .026, standard error .001 / sqrt(3). */
  @Test
  void saysDoNotPruneWhereAPolicyLoses() {
    Verdict verdict =
        add("all", 1, 10_000, .18, .18, .18)
            .add("random", .4, 10_000, .187, .187, .187)
            .add("hard", .4, 10_000, .212, .213, .214)
            .verdict();
    assertEquals("loses", verdict.answer());
    assertEquals(
        "Do not prune: pruning loses to random: hardest 0.4 of 10,000 rows, error 0.2130 against"
            + " 0.1870 (45.0 standard errors); of 1 comparisons it wins 0 and loses 1.",
        verdict.sentence());
  }

  @Test
  void saysThatPruningPaysWhereAPolicyWins() {
    Verdict verdict =
        add("all", 1, 1000, .18, .18, .18)
            .add("random", .8, 1000, .190, .191, .192)
            .add("hard", .8, 1000, .180, .181, .183)
            .add("easy", .8, 1000, .210, .211, .213)
            .verdict();
    assertEquals("pays", verdict.answer());
    assertTrue(verdict.sentence().startsWith("Pruning pays: it beats random: hardest 0.8"));
    assertEquals(1, verdict.losses());
  }

  /** The mean difference .002 is 3.5 of its standard errors; three pairs need 4.3. */
  @Test
  void saysThatNothingIsShownWhereSeedsDisagree() {
    Verdict verdict =
        add("all", 1, 1000, .18, .18, .18)
            .add("random", .8, 1000, .190, .190, .190)
            .add("hard", .8, 1000, .191, .192, .193)
            .verdict();
    assertEquals("undecided", verdict.answer());
  }

  /** Ten of 1,000 test rows differ: the difference .01 is 3.2 standard errors of their draw. */
  @Test
  void theDrawOfTheTestRowsCounts() {
    onRows = true;
    assertEquals(
        "pays",
        add("random", .8, 1000, .190, .190, .190)
            .add("hard", .8, 1000, .180, .180, .180)
            .verdict()
            .answer());
    trained.clear();
    assertEquals(
        "undecided",
        add("random", .8, 1000, .190, .190, .190)
            .add("hard", .8, 1000, .187, .187, .187)
            .verdict()
            .answer());
  }

  @Test
  void moreLossesThanWinsAreNamedFirst() {
    Verdict verdict =
        add("random", .8, 1000, .190, .191, .192)
            .add("d2", .8, 1000, .180, .181, .183)
            .add("hard", .8, 1000, .210, .211, .213)
            .add("easy", .8, 1000, .220, .221, .223)
            .verdict();
    assertEquals("mixed", verdict.answer());
    assertTrue(
        verdict
            .sentence()
            .startsWith("Pruning mostly loses to random, and beats it only here: d2 0.8"),
        verdict.sentence());
    assertTrue(verdict.sentence().contains("hard and easy lose; "), verdict.sentence());
  }

  @Test
  void onlyTheLargestPoolDecides() {
    Verdict verdict =
        add("all", 1, 1000, .18, .18, .18)
            .add("random", .8, 500, .190, .191, .192)
            .add("hard", .8, 500, .290, .291, .293)
            .add("random", .8, 1000, .190, .191, .192)
            .add("hard", .8, 1000, .180, .181, .183)
            .verdict();
    assertEquals("pays", verdict.answer());
    assertEquals(1, verdict.comparisons());
  }
}
