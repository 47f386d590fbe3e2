package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;

import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.InputFacts;
import dev.winnow.jobs.report.read.ReleaseFacts;
import java.util.ArrayList;
import java.util.List;

/** Refused rows by code, with samples. */
final class QuarantineSection {

  private static final int MESSAGE = 300;

  static Section of(ReleaseFacts facts) {
    if (facts.account().refused().isEmpty()) {
      return Section.absent("quarantine", "Quarantine", "No row was refused.");
    }
    List<List<DataTable.Cell>> codes = new ArrayList<>();
    List<List<DataTable.Cell>> samples = new ArrayList<>();
    facts
        .account()
        .refused()
        .forEach(
            (code, rows) -> {
              codes.add(List.of(cell(code), count(rows.rows())));
              for (InputFacts.Refused row : rows.first()) {
                samples.add(
                    List.of(
                        cell(code),
                        cell(row.stage()),
                        cell(row.source()),
                        cell(Tiles.beginning(row.message(), MESSAGE))));
              }
            });
    return new Section(
        "quarantine",
        "Quarantine",
        "Rows that could not be used. A bad row costs one row here, and table quarantine has all of"
            + " them.",
        List.of(
            new DataTable(
                "quarantine",
                "Refused rows by code",
                List.of(DataTable.text("Code"), DataTable.number("Rows")),
                codes,
                null),
            new DataTable(
                "quarantine-samples",
                "Some refused rows of each code",
                List.of(
                    DataTable.text("Code"),
                    DataTable.text("Stage"),
                    DataTable.text("Source"),
                    DataTable.text("Message")),
                samples,
                null)));
  }

  private QuarantineSection() {}
}
