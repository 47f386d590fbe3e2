package dev.winnow.jobs.experiment;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.transforms.ingest.csv.CsvText;
import dev.winnow.transforms.text.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Measurements in a csv file with a header, or in a Delta table on this machine. */
final class MeasurementFile {

  private static final CsvText.Format FORMAT =
      new CsvText.Format(',', false, null, "utf-8", 1 << 20);

  private final String place;
  private final List<String> names;
  private final List<Map<String, String>> rows;

  private MeasurementFile(String place, List<String> names, List<Map<String, String>> rows) {
    this.place = place;
    this.names = names;
    this.rows = rows;
  }

  /**
   * Reads a file or a table.
   *
   * @throws Failure with {@link ExitCode#INPUT} if it is absent or can't be read, or lacks a column
   */
  static Curves read(Path path, FitColumns columns, boolean nIsOptional) {
    MeasurementFile file = Files.isDirectory(path) ? table(path, columns) : csv(path);
    FitColumns there =
        nIsOptional && !file.names.contains(columns.n()) ? columns.withN(null) : columns;
    there.byOption().forEach((option, named) -> named.forEach(name -> file.require(option, name)));
    return Curves.of(file.rows, there, file.place);
  }

  private void require(String option, String column) {
    long times = names.stream().filter(column::equals).count();
    if (times != 1) {
      throw new Failure(
          ExitCode.INPUT,
          option
              + " must name "
              + (times == 0 ? "a" : "one")
              + " column of "
              + place
              + ", got "
              + Printable.of(column)
              + "; the columns are "
              + Printable.beginning(String.join(", ", names), 400));
    }
  }

  private static MeasurementFile csv(Path path) {
    String place = Printable.of(path);
    if (!Files.isReadable(path)) {
      throw new Failure(
          ExitCode.INPUT,
          "FILE must be a readable csv file or Delta table, got "
              + place
              + (Files.exists(path) ? "; make it readable" : ", which does not exist"));
    }
    try (InputStream in = Files.newInputStream(path)) {
      CsvText text = CsvText.open(in, place, FORMAT);
      if (!text.records().next()) {
        throw new Failure(ExitCode.INPUT, place + " must begin with a header, but is empty");
      }
      List<String> names =
          fields(text.records().fields(), text.charset()).stream().map(String::strip).toList();
      List<Map<String, String>> rows = new ArrayList<>();
      while (text.records().next()) {
        List<String> fields = fields(text.records().fields(), text.charset());
        if (fields.size() != names.size()) {
          throw new Failure(
              ExitCode.INPUT,
              "row "
                  + (rows.size() + 1)
                  + " of "
                  + place
                  + " must have "
                  + names.size()
                  + " fields like the header, got "
                  + fields.size()
                  + "; put quotes around fields with commas");
        }
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
          row.putIfAbsent(names.get(i), fields.get(i));
        }
        rows.add(row);
      }
      return new MeasurementFile(place, names, rows);
    } catch (EOFException e) {
      throw new Failure(
          ExitCode.INPUT, place + " must be csv, but a quote in it never ends; close it", e);
    } catch (IOException e) {
      throw new Failure(ExitCode.INPUT, place + " must be readable; " + e.getMessage(), e);
    }
  }

  private static List<String> fields(List<byte[]> bytes, Charset charset) {
    return bytes.stream().map(field -> new String(field, charset)).toList();
  }

  private static MeasurementFile table(Path path, FitColumns columns) {
    String place = Printable.of(path);
    Path folder = path.toAbsolutePath().normalize();
    List<Map<String, Object>> stored =
        new StoredTables(new Configuration(), folder.getParent().toUri().toString())
            .latest(folder.getFileName().toString())
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.INPUT,
                        "FILE must be a csv file or a Delta table with all its commits, got folder "
                            + place
                            + "; write its rows to a csv file"))
            .rows(columns.all().toArray(String[]::new));
    List<String> names =
        columns.all().stream()
            .filter(name -> stored.stream().anyMatch(row -> row.get(name) != null))
            .toList();
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, Object> values : stored) {
      Map<String, String> row = new HashMap<>();
      values.forEach((name, value) -> row.put(name, String.valueOf(value)));
      rows.add(row);
    }
    return new MeasurementFile(place, names, rows);
  }
}
