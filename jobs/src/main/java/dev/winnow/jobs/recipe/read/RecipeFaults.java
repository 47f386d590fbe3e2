package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All faults of a recipe file, in the order of its lines. */
public final class RecipeFaults extends Failure {

  /** Faults that the message lists. */
  static final int MOST = 100;

  private final transient List<Fault> faults;
  private final transient List<Fault> warnings;

  RecipeFaults(List<Fault> faults) {
    this(faults, List.of());
  }

  /**
   * @param warnings further lines, which are not counted as faults
   */
  RecipeFaults(List<Fault> faults, List<Fault> warnings) {
    super(ExitCode.USAGE, text(faults, warnings));
    this.faults = List.copyOf(faults);
    this.warnings = List.copyOf(warnings);
  }

  public List<Fault> faults() {
    return faults;
  }

  /** Returns the first line of the message. */
  public String count() {
    return count(faults);
  }

  /**
   * Returns the lines of the message below the first: the faults and then the warnings, each in the
   * order of their lines.
   */
  public List<String> lines() {
    return lines(faults, warnings);
  }

  private static String text(List<Fault> faults, List<Fault> warnings) {
    return count(faults)
        + lines(faults, warnings).stream().map(line -> "\n  " + line).collect(Collectors.joining());
  }

  private static String count(List<Fault> faults) {
    return faults.size() == 1
        ? "the recipe has 1 fault"
        : "the recipe has " + faults.size() + " faults";
  }

  private static List<String> lines(List<Fault> faults, List<Fault> warnings) {
    List<String> lines = lines(faults);
    lines.addAll(lines(warnings));
    return lines;
  }

  private static List<String> lines(List<Fault> faults) {
    List<String> lines =
        new ArrayList<>(
            faults.stream()
                .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                .limit(MOST)
                .map(Fault::toString)
                .toList());
    if (faults.size() > MOST) {
      lines.add("and " + (faults.size() - MOST) + " more");
    }
    return lines;
  }
}
