package dev.winnow.jobs.keep;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.jobs.tables.TableLook;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Shows one table: columns with comments, protocol, properties, rules, size and a few rows. */
public final class Inspection {

  /** Characters of a value that are shown. */
  private static final int SHOWN = 100;

  /** Values of a list that are shown. */
  private static final int OF_LIST = 4;

  /**
   * Returns the report of a table.
   *
   * @param folder that holds the table, an absolute URI
   * @param version null for the newest one
   * @param rows number of rows that are shown
   * @throws Failure with {@link ExitCode#INPUT} if there is no such table or version
   */
  public static RunReport of(
      Configuration conf, String folder, String table, Long version, int rows) {
    StoredTables tables = new StoredTables(conf, folder);
    TableLook look =
        tables.look(table, version).orElseThrow(() -> absent(tables, folder, table, version));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", table);
    json.put("path", look.path());
    json.put("description", look.description());
    json.put("version", look.version());
    json.put("reader", look.reader());
    json.put("writer", look.writer());
    json.put("rows", look.rows().isPresent() ? look.rows().getAsLong() : null);
    json.put("files", look.files());
    json.put("bytes", look.bytes());
    List<Map<String, Object>> columns = new ArrayList<>();
    for (TableLook.Field field : look.columns()) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("column", field.name());
      column.put("type", field.type());
      column.put("nullable", field.nullable());
      column.put("comment", field.comment());
      columns.add(column);
    }
    json.put("columns", columns);
    json.put("rules", look.rules());
    json.put("properties", look.properties());
    List<Map<String, String>> first = new ArrayList<>();
    for (Map<String, Object> row : look.first(rows)) {
      Map<String, String> shown = new LinkedHashMap<>();
      row.forEach((name, value) -> shown.put(name, shown(value)));
      first.add(shown);
    }
    json.put("first_rows", first);
    return new RunReport(card(look, table, first), json);
  }

  private static Failure absent(StoredTables tables, String folder, String table, Long version) {
    List<String> known =
        tables.disk().folders().stream().filter(name -> tables.history(name).isPresent()).toList();
    if (!known.contains(table)) {
      return new Failure(
          ExitCode.INPUT,
          known.isEmpty()
              ? "TABLE must be a Delta table, but " + folder + " holds none"
              : "TABLE must be one of "
                  + String.join(", ", known)
                  + " in "
                  + folder
                  + ", got "
                  + table
                  + DidYouMean.hint(table, known));
    }
    long latest = tables.history(table).orElseThrow().latest();
    return new Failure(
        ExitCode.INPUT,
        version != null && (version < 0 || version > latest)
            ? "--at-version must be in [0, " + latest + "] for table " + table + ", got " + version
            : "the log of table "
                + table
                + " must hold all commits of version "
                + (version == null ? latest : version)
                + ", but has lost some; read it with Spark");
  }

  private static String card(TableLook look, String table, List<Map<String, String>> rows) {
    StringBuilder card = new StringBuilder("\n");
    CardText.line(card, "table", table + " at version " + look.version());
    if (!look.description().isEmpty()) {
      CardText.line(card, "a row is", look.description());
    }
    CardText.line(card, "path", look.path());
    CardText.line(card, "protocol", "reader " + look.reader() + ", writer " + look.writer());
    CardText.line(
        card,
        "size",
        (look.rows().isPresent() ? Texts.count(look.rows().getAsLong()) : "unknown")
            + " rows in "
            + Texts.count(look.files())
            + " files, "
            + Texts.bytes(look.bytes()));
    card.append("\n");
    for (TableLook.Field field : look.columns()) {
      CardText.line(
          card,
          field.name(),
          field.type() + (field.nullable() ? ", may be null" : "") + ": " + field.comment());
    }
    card.append("\n");
    look.rules().forEach((name, condition) -> CardText.line(card, "rule", name + ": " + condition));
    look.properties()
        .forEach((name, value) -> CardText.line(card, "property", name + " = " + value));
    int number = 0;
    for (Map<String, String> row : rows) {
      number++;
      card.append("\n  row ").append(number).append('\n');
      row.forEach((name, value) -> CardText.line(card, "  " + name, value));
    }
    return card.toString();
  }

  private static String shown(Object value) {
    if (value instanceof byte[] bytes) {
      return Texts.count(bytes.length) + " bytes";
    }
    if (value instanceof List<?> list) {
      List<String> first = list.stream().limit(OF_LIST).map(String::valueOf).toList();
      return "["
          + String.join(", ", first)
          + (list.size() > OF_LIST ? ", ... of " + Texts.count(list.size()) + "]" : "]");
    }
    return Printable.beginning(String.valueOf(value), SHOWN);
  }

  private Inspection() {}
}
