package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.experiment.StoredAdvice;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.transforms.experiment.advise.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The advice of {@code winnow advise}, as far as the stored proxies give it. */
final class AdviceSection {

  private static final String TITLE = "Advice";
  private static final String ID = "advice";

  static Section of(ReleaseFacts facts) {
    Optional<AdviceText> advice =
        StoredAdvice.of(facts.studies().proxies(), facts.studies().settings());
    if (advice.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          "The proxies that advice compares are not all trained on this run; winnow advise trains"
              + " them and says which rows to keep, and how many.");
    }
    AdviceText text = advice.get();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Terms(
            Stream.concat(text.figures().stream(), text.further().stream())
                .map(line -> new Block.Term(line.name(), line.text()))
                .toList()));
    if (text.main().prunes()) {
      blocks.add(new Block.Code("In the recipe", AdviceText.recipeLine(text.main().chosen())));
    }
    blocks.add(table(text));
    return new Section(
        ID,
        TITLE,
        text.sentence()
            + " Small proxies say so, in the order of this run: a larger model may differ."
            + " Intervals are 95%, and winnow advise adds the label noise, outliers and classes of"
            + " the cut.",
        blocks);
  }

  private static DataTable table(AdviceText text) {
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    for (Candidate of : text.main().candidates()) {
      String mark = text.mark(of);
      rows.add(
          List.of(
              mark.isEmpty() ? cell(of.policy()) : DataTable.marked(of.policy(), mark),
              decimal(of.fraction(), 3),
              decimal(of.error().value(), 4),
              decimal(of.error().low(), 4),
              decimal(of.error().high(), 4),
              decimal(of.overRandom().value(), 4),
              decimal(of.overAll().value(), 4)));
    }
    return new DataTable(
        ID,
        "Expected errors of all cuts that were compared",
        List.of(
            DataTable.text("Policy"),
            DataTable.number("Fraction"),
            DataTable.number("Error"),
            DataTable.number("95% from"),
            DataTable.number("95% to"),
            DataTable.number("To random"),
            DataTable.number("To all rows")),
        rows,
        "To random and to all rows are errors minus those; below 0 the cut is better.");
  }

  private AdviceSection() {}
}
