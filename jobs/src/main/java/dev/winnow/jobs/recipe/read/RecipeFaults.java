package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All faults of a recipe file, in the order of its lines. */
public final class RecipeFaults extends Failure {

  /** Faults that the message lists. */
  static final int MOST = 100;

  private final transient List<Fault> faults;

  RecipeFaults(List<Fault> faults) {
    super(ExitCode.USAGE, text(faults));
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }

  private static String text(List<Fault> faults) {
    return (faults.size() == 1
            ? "the recipe has 1 fault"
            : "the recipe has " + faults.size() + " faults")
        + faults.stream()
            .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
            .limit(MOST)
            .map(fault -> "\n  " + fault)
            .collect(Collectors.joining())
        + (faults.size() > MOST ? "\n  and " + (faults.size() - MOST) + " more" : "");
  }
}
