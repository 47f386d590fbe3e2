package dev.winnow.jobs.progress;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times of a stage, measured in an earlier run or assumed.
 *
 * @param size size of the work: bytes or rows of the input; 0 where it is unknown
 * @param seconds of the whole stage
 * @param steps times of its steps by their keys, in the order in which they began; empty where only
 *     the stage was measured
 * @param assumed true for times that come with Winnow and were not measured here
 */
public record Measured(long size, double seconds, Map<String, Step> steps, boolean assumed) {

  /**
   * Time of a step.
   *
   * @param seconds of all its occurrences
   * @param times number of its occurrences
   */
  public record Step(double seconds, int times) {

    Step plus(double more, int occurrences) {
      return new Step(seconds + more, times + occurrences);
    }
  }

  public Measured {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /** Returns the time of a stage whose steps were not measured. */
  public static Measured stage(long size, double seconds) {
    return new Measured(size, seconds, Map.of(), false);
  }

  /** Returns the times for work of another size. A second of each step does not depend on it. */
  Measured scaled(long other) {
    if (size <= 0 || other <= 0 || size == other) {
      return this;
    }
    double ratio = (double) other / size;
    Map<String, Step> scaled = new LinkedHashMap<>();
    steps.forEach(
        (key, step) ->
            scaled.put(key, new Step(scaled(step.seconds(), step.times(), ratio), step.times())));
    double whole = scaled(seconds, Math.max(1, steps.size()), ratio);
    return new Measured(other, whole, scaled, assumed);
  }

  private static double scaled(double seconds, double fixed, double ratio) {
    double constant = Math.min(seconds, fixed);
    return constant + (seconds - constant) * ratio;
  }

  /**
   * Returns the name under which a step is found again: its text, with {@code #} for each word that
   * holds a digit, such as a number of rows or the hash of a model.
   */
  static String key(String step) {
    StringBuilder key = new StringBuilder();
    for (String word : step.split(" ")) {
      boolean number = word.chars().anyMatch(c -> c >= '0' && c <= '9');
      key.append(key.length() == 0 ? "" : " ").append(number ? "#" : word);
    }
    return key.toString();
  }
}
