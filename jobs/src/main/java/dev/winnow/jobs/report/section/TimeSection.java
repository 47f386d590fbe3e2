package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.report.chart.StackedBars;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.StageTime;
import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** Times of the stages, as table runs has them. */
final class TimeSection {

  static Section of(ReleaseFacts facts) {
    List<StackedBars.Bar> bars = new ArrayList<>();
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    double total = 0;
    boolean predicted = false;
    for (StageTime stage : facts.stages()) {
      total += stage.measured();
      predicted |= stage.predicted() != null;
      boolean reused = stage.state().equals("reused");
      bars.add(
          new StackedBars.Bar(
              stage.stage(),
              List.of(new StackedBars.Part("f-s1", stage.measured())),
              reused
                  ? "reused"
                  : Texts.seconds(stage.measured())
                      + (stage.predicted() == null
                          ? ""
                          : ", predicted " + Texts.seconds(stage.predicted()))));
      rows.add(
          List.of(
              reused ? DataTable.marked(stage.stage(), "reused") : cell(stage.stage()),
              count(stage.rows()),
              decimal(stage.measured(), 1),
              decimal(stage.predicted(), 1),
              decimal(
                  stage.measured() > 0 ? (Double) (stage.rows() / stage.measured()) : null, 0)));
    }
    return new Section(
        "times",
        "Times",
        "The stages of the run took "
            + Texts.seconds(total)
            + " together."
            + (predicted ? "" : " No time was predicted for this run."),
        List.of(
            new Block.Figure(
                StackedBars.draw("times-chart", "Seconds of each stage", bars),
                "Wall time of each stage, in the order of the run.",
                new DataTable(
                    "times",
                    "Times of the stages",
                    List.of(
                        DataTable.text("Stage"),
                        DataTable.number("Rows"),
                        DataTable.number("Seconds"),
                        DataTable.number("Predicted"),
                        DataTable.number("Rows per second")),
                    rows,
                    null))));
  }

  private TimeSection() {}
}
