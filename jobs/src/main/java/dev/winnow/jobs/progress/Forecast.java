package dev.winnow.jobs.progress;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Computes the time that is left of a stage and of a run, from the work that is left. Times are
 * seconds of any clock that does not go back.
 *
 * <p>Each stage is a sequence of steps. Earlier runs give the seconds of each step. The speed of
 * this run, against those runs, comes from the steps that are done. Within a step, the share of its
 * rows or iterations that is done counts more, the larger it is. The tasks of Spark that are known
 * are no measure: a step submits further jobs later.
 *
 * <p>The result is empty where it would be a guess: a step that is not known from before and has no
 * share, a step that takes much longer than before, or assumed times before this run has shown its
 * speed.
 */
final class Forecast {

  /** Seconds of work that assumed and measured times count, against those of this run. */
  private static final double ASSUMED_WEIGHT = 1;

  private static final double MEASURED_WEIGHT = 5;

  /** Part of the weight that an earlier step keeps with each second of work after it. */
  private static final double MEMORY_SECONDS = 60;

  /** Fewest stages that show the speed of a run where times are assumed. */
  private static final int KNOWN_AFTER = 2;

  /** Least share of a step that alone gives its time. */
  private static final double LEAST_SHARE = 0.1;

  private final List<String> stages;
  private final Map<String, Measured> expected = new HashMap<>();
  private final Map<String, Measured.Step> steps = new LinkedHashMap<>();
  private final Map<String, Double> ended = new HashMap<>();
  private Measured stage;
  private int at = -1;
  private double stageStart;
  private double stepStart;
  private String step;
  private double share;
  private double direct;
  private double actualWork;
  private double expectedWork;

  /**
   * @param stages labels of all stages of the run, in their order
   */
  Forecast(List<String> stages) {
    this.stages = List.copyOf(stages);
  }

  /**
   * Takes the time that a stage is expected to take; a later call replaces it. If the stage has
   * ended, its time shows the speed of the run.
   */
  void expect(String label, Measured times) {
    expected.put(label, times);
    if (ended.containsKey(label)) {
      actualWork += ended.get(label);
      expectedWork += times.seconds();
    }
    if (at >= 0 && at < stages.size() && stages.get(at).equals(label)) {
      stage = times;
    }
  }

  boolean expects(String label) {
    return expected.containsKey(label);
  }

  void startStage(String label, double now) {
    at = stages.indexOf(label);
    stage = expected.get(label);
    steps.clear();
    step = null;
    stageStart = now;
    stepStart = now;
    share = 0;
    direct = Double.NaN;
  }

  /** Ends the step before, if any, and starts the next one. */
  void startStep(String key, double now) {
    endStep(now);
    step = key;
    steps.merge(key, new Measured.Step(0, 1), (before, one) -> before.plus(0, 1));
    stepStart = now;
    share = 0;
    direct = Double.NaN;
  }

  private void endStep(double now) {
    if (step == null) {
      return;
    }
    double seconds = now - stepStart;
    double before = secondsOnce(step);
    if (!Double.isNaN(before)) {
      double fading = StrictMath.exp(-seconds / MEMORY_SECONDS);
      actualWork = actualWork * fading + seconds;
      expectedWork = expectedWork * fading + before;
    }
    steps.compute(step, (key, times) -> times.plus(seconds, 0));
    step = null;
  }

  /**
   * Returns the seconds that the stage as a whole will take, from earlier or assumed times at the
   * speed of this run so far; empty if nothing is known of it.
   */
  OptionalDouble ofWholeStage(double now) {
    return stage == null ? OptionalDouble.empty() : OptionalDouble.of(stage.seconds() * speed(now));
  }

  /** Takes the share of the step that is done, from 0 to 1; 0 if it is unknown. */
  void share(double done) {
    share = done;
  }

  /** Takes the seconds that are left of the step, where the step itself can tell. */
  void left(double seconds) {
    direct = seconds;
  }

  /**
   * Ends the stage.
   *
   * @return its times, by which a later run expects its own
   */
  Measured endStage(long size, double now) {
    endStep(now);
    ended.put(stages.get(at), now - stageStart);
    if (stage != null && stage.steps().isEmpty()) {
      actualWork += now - stageStart;
      expectedWork += stage.seconds();
    }
    Measured measured = new Measured(size, now - stageStart, steps, false);
    stage = null;
    return measured;
  }

  /** Returns the seconds that are left of the step, if its rows or iterations show them. */
  OptionalDouble ofStep(double now) {
    double passed = now - stepStart;
    double left =
        !Double.isNaN(direct)
            ? direct
            : share >= LEAST_SHARE ? passed * (1 - share) / share : Double.NaN;
    return left >= 0 ? OptionalDouble.of(left) : OptionalDouble.empty();
  }

  /** Returns the seconds that are left of the stage, if they are known. */
  OptionalDouble ofStage(double now) {
    double left = stageLeft(now);
    return left >= 0 ? OptionalDouble.of(left) : OptionalDouble.empty();
  }

  /** Returns the seconds that are left of all stages, if they are known. */
  OptionalDouble ofRun(double now) {
    double left = stageLeft(now);
    if (at < 0 || !(left >= 0)) {
      return OptionalDouble.empty();
    }
    double speed = speed(now);
    for (String later : stages.subList(at + 1, stages.size())) {
      Measured times = expected.get(later);
      if (times == null || times.assumed() && !isSpeedKnown()) {
        return OptionalDouble.empty();
      }
      left += times.seconds() * speed;
    }
    return OptionalDouble.of(left);
  }

  private double stageLeft(double now) {
    if (stage == null || step == null || stage.assumed() && !isSpeedKnown()) {
      return Double.NaN;
    }
    double speed = speed(now);
    if (stage.steps().isEmpty()) {
      double whole = stage.seconds() * speed;
      double left = whole - (now - stageStart);
      double ofStep = stepLeft(now, speed);
      return ofStep >= 0 ? Math.max(left, ofStep) : left > 0.1 * whole ? left : Double.NaN;
    }
    double later = laterSteps() * speed;
    double left = stepLeft(now, speed);
    if (left >= 0) {
      return left + later;
    }
    double overdue = now - stepStart;
    return overdue < 0.25 * later ? later : Double.NaN;
  }

  /** Returns the seconds that are left of the step; NaN if they are not known. */
  private double stepLeft(double now, double speed) {
    if (!Double.isNaN(direct)) {
      return direct;
    }
    double passed = now - stepStart;
    double whole = secondsOnce(step) * speed;
    boolean known = !Double.isNaN(whole);
    if (share > 0) {
      double byShare = passed * (1 - share) / share;
      if (!known) {
        return share >= LEAST_SHARE ? byShare : Double.NaN;
      }
      double weight = Math.min(1, 3 * share);
      return weight * byShare + (1 - weight) * Math.max(0, whole - passed);
    }
    if (!known) {
      return Double.NaN;
    }
    // A step that is late by a little ends soon; one that is late by much can't be foretold.
    return passed < 1.2 * whole ? Math.max(whole - passed, 0.1 * whole) : Double.NaN;
  }

  /** Returns the expected seconds of the steps that have not begun. */
  private double laterSteps() {
    double seconds = 0;
    boolean after = !stage.steps().containsKey(step);
    for (Map.Entry<String, Measured.Step> entry : stage.steps().entrySet()) {
      int begun = steps.containsKey(entry.getKey()) ? steps.get(entry.getKey()).times() : 0;
      int times = entry.getValue().times();
      // A step before this one that never began is left out of this run.
      boolean toCome = begun > 0 ? times > begun : after;
      if (toCome) {
        seconds += entry.getValue().seconds() * (times - begun) / times;
      }
      after |= entry.getKey().equals(step);
    }
    return seconds;
  }

  private double secondsOnce(String key) {
    Measured.Step known = stage == null ? null : stage.steps().get(key);
    return known == null ? Double.NaN : known.seconds() / known.times();
  }

  private boolean isSpeedKnown() {
    return ended.size() >= KNOWN_AFTER;
  }

  /** Returns the factor by which this run is slower than the expected times. */
  private double speed(double now) {
    double weight = stage != null && stage.assumed() ? ASSUMED_WEIGHT : MEASURED_WEIGHT;
    double actual = actualWork + weight;
    double before = expectedWork + weight;
    double once = step == null ? Double.NaN : secondsOnce(step);
    if (share >= LEAST_SHARE && !Double.isNaN(once)) {
      actual += now - stepStart;
      before += once * share;
    }
    return Math.max(0.02, Math.min(50, actual / before));
  }
}
