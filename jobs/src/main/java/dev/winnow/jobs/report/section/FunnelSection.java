package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.share;

import dev.winnow.jobs.report.chart.StackedBars;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.List;

/** Rows that each step leaves. */
final class FunnelSection {

  /** A step that drops rows, in the order of a run. */
  private enum Step {
    CHECKS("Checks of the input", Reason.Kind.QUARANTINED),
    SPLIT("Held out for tests", Reason.Kind.HELD_OUT),
    LEAKS("Leaks", Reason.Kind.LEAK),
    EXACT("Exact duplicates", Reason.Kind.DUPLICATE),
    NEAR("Near duplicates", Reason.Kind.DUPLICATE),
    SEMANTIC("Semantic duplicates", Reason.Kind.DUPLICATE),
    PRUNE("Pruning", Reason.Kind.PRUNED);

    private final String title;
    private final Reason.Kind kind;

    Step(String title, Reason.Kind kind) {
      this.title = title;
      this.kind = kind;
    }

    Reason reason() {
      return switch (this) {
        case CHECKS -> Reason.QUARANTINED;
        case SPLIT -> Reason.HELD_OUT;
        case LEAKS -> Reason.EVALUATION_LEAK;
        case EXACT -> Reason.EXACT_DUPLICATE;
        case NEAR -> Reason.NEAR_DUPLICATE;
        case SEMANTIC -> Reason.SEMANTIC_DUPLICATE;
        case PRUNE -> Reason.PRUNED_EASY;
      };
    }

    long dropped(ReleaseFacts facts) {
      return kind == Reason.Kind.DUPLICATE
          ? facts.decisions().rows(reason())
          : facts.decisions().rows(kind);
    }
  }

  static Section of(ReleaseFacts facts) {
    long rows = facts.decisions().rows();
    long left = rows;
    List<StackedBars.Bar> bars = new ArrayList<>();
    List<List<DataTable.Cell>> table = new ArrayList<>();
    bars.add(
        new StackedBars.Bar(
            "Input", List.of(new StackedBars.Part("total", rows)), Texts.count(rows)));
    table.add(List.of(cell("Input"), count(0), count(rows), share(1)));
    for (Step step : Step.values()) {
      long dropped = step.dropped(facts);
      if (dropped == 0 && step != Step.CHECKS && step != Step.PRUNE) {
        continue;
      }
      left -= dropped;
      bars.add(
          new StackedBars.Bar(
              step.title,
              List.of(
                  new StackedBars.Part(step == Step.PRUNE ? "f-kept" : "total", left),
                  new StackedBars.Part(Tones.fill(step.reason()), dropped)),
              Texts.count(left) + " left, −" + Texts.count(dropped)));
      table.add(
          List.of(cell(step.title), count(dropped), count(left), share((double) left / rows)));
    }
    return new Section(
        "funnel",
        "Funnel",
        "Each bar shows the rows that a step left, and in colour those that it dropped. A row is"
            + " dropped by the first step that finds a reason.",
        List.of(
            new Block.Figure(
                StackedBars.draw("funnel-chart", "Rows that each step leaves", bars),
                "Rows left after each step, and rows that the step dropped.",
                new DataTable(
                    "funnel",
                    "Rows by step",
                    List.of(
                        DataTable.text("Step"),
                        DataTable.number("Dropped"),
                        DataTable.number("Left"),
                        DataTable.number("Share of the input")),
                    table,
                    null))));
  }

  private FunnelSection() {}
}
