package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;

import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.InputFacts;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.PassedOver;
import java.util.ArrayList;
import java.util.List;

/** Account of the files of the input. */
final class InputSection {

  static Section of(ReleaseFacts facts) {
    if (facts.account().files().isEmpty()) {
      return Section.absent(
          "inputs", "Input", "The run has no table inputs, because an earlier version made it.");
    }
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    facts
        .account()
        .files()
        .forEach(
            (reason, sums) ->
                rows.add(
                    List.of(
                        cell(
                            reason.isEmpty()
                                ? "read"
                                : "passed over: " + PassedOver.of(reason).phrase()),
                        count(sums[InputFacts.FILES]),
                        new DataTable.Cell(
                            Texts.bytes(sums[InputFacts.BYTES]),
                            Long.toString(sums[InputFacts.BYTES]),
                            null),
                        count(sums[InputFacts.ROWS]),
                        count(sums[InputFacts.ACCEPTED]),
                        count(sums[InputFacts.REFUSED]))));
    return new Section(
        "inputs",
        "Input",
        "Every file below the input path is either read or passed over for a reason; table inputs"
            + " has a row for each.",
        List.of(
            new DataTable(
                "inputs",
                "Files of the input",
                List.of(
                    DataTable.text("Outcome"),
                    DataTable.number("Files"),
                    DataTable.number("Size"),
                    DataTable.number("Rows"),
                    DataTable.number("Accepted"),
                    DataTable.number("Refused")),
                rows,
                null)));
  }

  private InputSection() {}
}
