package dev.winnow.transforms.experiment.advise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.HashedDraws;
import dev.winnow.transforms.experiment.advise.Question.Goal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvisorTest {

  private static final long POOL = 1000;

  @Test
  void theSmallestSetWithinTheToleranceIsChosen() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.100);
    add(pilots, "hard", 0.8, 0.100);
    add(pilots, "hard", 0.6, 0.103);
    add(pilots, "hard", 0.4, 0.130);
    add(pilots, "random", 0.8, 0.110);
    add(pilots, "random", 0.6, 0.120);
    add(pilots, "random", 0.4, 0.140);
    Advice advice = Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0.05));
    assertEquals("hard", advice.chosen().policy());
    assertEquals(0.6, advice.chosen().fraction());
    assertEquals(0.003, advice.chosen().overAll().value(), 1e-9);
    assertEquals(-0.017, advice.chosen().overRandom().value(), 1e-9);
    assertTrue(advice.chosen().beatsRandom());
    assertTrue(advice.all().contains(0.1));
    assertEquals(
        0.8, Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0.02)).chosen().fraction());
  }

  @Test
  void withoutASetWithinTheToleranceTheAdviceIsNotToPrune() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.10);
    add(pilots, "hard", 0.8, 0.12);
    add(pilots, "random", 0.8, 0.13);
    Advice advice = Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0.05));
    assertFalse(advice.prunes());
    assertNull(advice.chosen());
    assertEquals(2, advice.candidates().size());
  }

  @Test
  void aPolicyThatLosesToRandomRowsIsNeverChosen() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.100);
    add(pilots, "hard", 0.5, 0.104);
    add(pilots, "random", 0.5, 0.101);
    Advice advice = Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0.05));
    assertEquals(Pilot.RANDOM, advice.chosen().policy());
    Advice forced = Advisor.advise(pilots, question(0.5, Goal.SMALLEST_SET, 0));
    assertEquals(Pilot.RANDOM, forced.chosen().policy());
  }

  @Test
  void theGoalChangesTheAnswer() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.100);
    add(pilots, "hard", 0.8, 0.090);
    add(pilots, "hard", 0.4, 0.102);
    add(pilots, "random", 0.8, 0.105);
    add(pilots, "random", 0.4, 0.140);
    assertEquals(
        0.4, Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0.05)).chosen().fraction());
    assertEquals(
        0.8, Advisor.advise(pilots, question(null, Goal.LOWEST_ERROR, 0.05)).chosen().fraction());
  }

  @Test
  void equalErrorsGoToRandomRows() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "easy", 1, 0.1);
    add(pilots, "easy", 0.5, 0.1);
    add(pilots, "random", 0.5, 0.1);
    assertEquals(
        Pilot.RANDOM,
        Advisor.advise(pilots, question(null, Goal.SMALLEST_SET, 0)).chosen().policy());
  }

  @Test
  void theOrderOfThePilotsChangesNothing() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.100);
    add(pilots, "hard", 0.5, 0.101);
    add(pilots, "random", 0.5, 0.120);
    Question question = question(null, Goal.SMALLEST_SET, 0.05);
    Advice forward = Advisor.advise(pilots, question);
    Collections.reverse(pilots);
    assertEquals(forward, Advisor.advise(pilots, question));
  }

  @Test
  void fewerTestRowsWidenTheIntervalOfTheErrorAndNotThatOfTheDifference() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 1, 0.100);
    add(pilots, "hard", 0.5, 0.101);
    add(pilots, "random", 0.5, 0.120);
    Candidate exact =
        Advisor.advise(pilots, new Question(POOL, 0.5, Goal.SMALLEST_SET, 0.05, 0)).chosen();
    Candidate few =
        Advisor.advise(pilots, new Question(POOL, 0.5, Goal.SMALLEST_SET, 0.05, 100)).chosen();
    assertTrue(few.error().high() > exact.error().high() + 0.02);
    assertEquals(exact.overRandom(), few.overRandom());
  }

  /** 100 of 1,000 test rows are wrong; the second set shares all of them, or none. */
  @Test
  void testRowsThatBothGetWrongDoNotWidenTheDifference() {
    double shared = width(0);
    double apart = width(500);
    assertTrue(shared < 0.005, "shared " + shared);
    // Two shares of a tenth each: 2 x 1.96 x sqrt(2 x 0.1 / 1000).
    assertEquals(2 * 1.96 * Math.sqrt(0.2 / 1000), apart, 0.002);
  }

  private static double width(int from) {
    List<Pilot> pilots = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      pilots.add(new Pilot("all", 1, POOL, seed, 0.1, wrong(0)));
      pilots.add(new Pilot("hard", 0.5, POOL, seed, 0.1, wrong(from)));
      pilots.add(new Pilot("random", 0.5, POOL, seed, 0.1, wrong(0)));
    }
    Estimate found =
        Advisor.advise(pilots, new Question(POOL, 0.5, Goal.SMALLEST_SET, 0, 1000))
            .candidates()
            .stream()
            .filter(of -> of.policy().equals("hard"))
            .findFirst()
            .orElseThrow()
            .overRandom();
    return found.high() - found.low();
  }

  private static BitSet wrong(int from) {
    BitSet wrong = new BitSet();
    wrong.set(from, from + 100);
    return wrong;
  }

  @Test
  void aForecastFollowsTheLawOfThePilots() {
    List<Pilot> pilots = curves(new long[] {100, 200, 400, 800, 1600});
    Advice advice = Advisor.advise(pilots, new Question(4000, null, Goal.SMALLEST_SET, 0.05, 0));
    assertTrue(advice.forecast());
    assertNull(advice.limit());
    assertEquals(4000, advice.pool());
    assertEquals("hard", advice.chosen().policy());
    assertTrue(advice.all().contains(law(4000)), advice.toString());
    assertTrue(advice.chosen().error().contains(law(4000)), advice.toString());
    assertEquals(law(4000), advice.all().value(), 0.1 * law(4000));
  }

  @Test
  void aPoolTooFarOutIsAnsweredForTheLargestPoolOfThePilots() {
    List<Pilot> pilots = curves(new long[] {100, 200, 400, 800, 1600});
    Advice advice =
        Advisor.advise(pilots, new Question(1_000_000, null, Goal.SMALLEST_SET, 0.05, 0));
    assertFalse(advice.forecast());
    assertEquals(1600, advice.pool());
    assertTrue(advice.limit().contains("half a decade"), advice.limit());
  }

  @Test
  void threePoolsSupportNoForecast() {
    Advice advice =
        Advisor.advise(
            curves(new long[] {400, 800, 1600}),
            new Question(3200, null, Goal.SMALLEST_SET, 0.05, 0));
    assertFalse(advice.forecast());
    assertTrue(advice.limit().contains("at least 4 sizes"), advice.limit());
  }

  @Test
  void pilotsThatLackAComparisonAreRefused() {
    List<Pilot> pilots = new ArrayList<>();
    add(pilots, "hard", 0.5, 0.1);
    add(pilots, "random", 0.5, 0.1);
    Question question = question(null, Goal.SMALLEST_SET, 0);
    assertRefused("lack runs on all 1000 rows", pilots, question);
    add(pilots, "hard", 1, 0.1);
    assertRefused("at fraction 0.25", pilots, question(0.25, Goal.SMALLEST_SET, 0));
    add(pilots, "hard", 0.4, 0.1);
    assertRefused("lack random rows at fraction 0.4", pilots, question);
    assertRefused(
        "at least two seeds",
        List.of(new Pilot("hard", 1, POOL, 1, 0.1), new Pilot("hard", 0.5, POOL, 1, 0.1)),
        question);
    Pilot twice = new Pilot("hard", 0.5, POOL, 1, 0.1);
    assertRefused("there once", List.of(twice, twice), question);
  }

  private static void assertRefused(String part, List<Pilot> pilots, Question question) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Advisor.advise(pilots, question))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  private static Question question(Double fraction, Goal goal, double tolerance) {
    return new Question(POOL, fraction, goal, tolerance, 0);
  }

  /** Adds three seeds around a mean. */
  private static void add(List<Pilot> pilots, String policy, double fraction, double error) {
    for (int seed = 1; seed <= 3; seed++) {
      pilots.add(new Pilot(policy, fraction, POOL, seed, error * (1 + 0.01 * (seed - 2))));
    }
  }

  private static double law(double rows) {
    return 0.02 + 2 * StrictMath.pow(rows, -0.6);
  }

  /** Returns pilots where the hardest half of a pool is as good as all of it. */
  private static List<Pilot> curves(long[] pools) {
    HashedDraws draws = HashedDraws.of(9);
    List<Pilot> pilots = new ArrayList<>();
    for (long pool : pools) {
      for (int seed = 1; seed <= 3; seed++) {
        double noise = 1 + 0.01 * draws.part(seed).normal(pool);
        pilots.add(new Pilot("all", 1, pool, seed, law(pool) * noise));
        pilots.add(new Pilot("hard", 0.5, pool, seed, law(pool) * noise));
        pilots.add(new Pilot("random", 0.5, pool, seed, law(pool / 2.0) * noise));
      }
    }
    return pilots;
  }
}
