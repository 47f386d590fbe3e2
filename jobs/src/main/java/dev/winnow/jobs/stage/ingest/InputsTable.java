package dev.winnow.jobs.stage.ingest;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.schemas.Inputs;
import dev.winnow.transforms.ingest.InputAccount;
import dev.winnow.transforms.ingest.files.InputEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes table {@code inputs} of a run, and counts its entries for the card. */
final class InputsTable {

  private final RunContext run;
  private final List<InputEntry> entries;

  InputsTable(RunContext run) {
    this.run = run;
    this.entries = InputAccount.entries(run.input(), run.files());
  }

  /**
   * Writes the table; returns its version.
   *
   * @param checked rows of the input with the records of their readers
   * @param decided the rows with their ids
   */
  long write(
      String key, Dataset<Row> checked, Dataset<Row> decided, Map<String, String> properties) {
    return run.write(
        Stage.INGEST,
        key,
        Inputs.SPEC,
        InputAccount.table(run.spark(), run.input(), run.files(), checked, decided),
        properties);
  }

  /** Returns the number of entries. */
  long size() {
    return entries.size();
  }

  /** Returns the number of files and links that were passed over for each reason, by its word. */
  Map<String, Long> passedOver() {
    Map<String, Long> counts = new TreeMap<>();
    for (InputEntry entry : entries) {
      if (entry.passedOver() != null && entry.kind() != InputEntry.Kind.FOLDER) {
        counts.merge(entry.passedOver().word(), 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Returns the number of folders that were not entered. */
  long folders() {
    return entries.stream().filter(e -> e.kind() == InputEntry.Kind.FOLDER).count();
  }
}
