package dev.winnow.jobs.report.page;

import dev.winnow.transforms.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table, which also is a CSV file beside the report.
 *
 * @param file name of the CSV file without its ending
 * @param caption one sentence
 * @param heads names of the columns
 * @param rows cells of each row, as many as there are heads
 * @param note sentence below the table; null for none
 */
public record DataTable(
    String file, String caption, List<Head> heads, List<List<Cell>> rows, String note)
    implements Block {

  public DataTable {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
    for (List<Cell> row : rows) {
      if (row.size() != heads.size()) {
        throw new IllegalArgumentException(
            "a row of table " + file + " must have " + heads.size() + " cells, got " + row.size());
      }
    }
  }

  /**
   * A column.
   *
   * @param number true for a column of numbers, which is aligned to the right
   */
  public record Head(String name, boolean number) {}

  /**
   * A cell.
   *
   * @param text value as people read it
   * @param raw value in the CSV file
   * @param mark short remark; null for none
   */
  public record Cell(String text, String raw, String mark) {}

  public static Head text(String name) {
    return new Head(name, false);
  }

  public static Head number(String name) {
    return new Head(name, true);
  }

  /** Returns a cell of text; empty for null. */
  public static Cell cell(String text) {
    String shown = text == null ? "" : text;
    return new Cell(shown, shown, null);
  }

  /** Returns a cell of text with a remark; null for no remark. */
  public static Cell marked(String text, String mark) {
    return new Cell(text, text, mark);
  }

  /** Returns a whole number with separators of thousands. */
  public static Cell count(long value) {
    return new Cell(String.format(Locale.ROOT, "%,d", value), Long.toString(value), null);
  }

  /** Returns a share as per cent; a dash for a share of nothing. */
  public static Cell share(double share) {
    return Double.isFinite(share)
        ? new Cell(String.format(Locale.ROOT, "%.1f%%", 100 * share), Double.toString(share), null)
        : new Cell("–", "", null);
  }

  /** Returns a number with some decimals; a dash for none. */
  public static Cell decimal(Double value, int decimals) {
    return value == null || !Double.isFinite(value)
        ? new Cell("–", "", null)
        : new Cell(
            String.format(Locale.ROOT, "%." + decimals + "f", value), Double.toString(value), null);
  }

  /**
   * Returns the CSV file. A text that a spreadsheet would take for a formula begins with an
   * apostrophe, and control characters are escapes.
   */
  public byte[] csv() {
    StringBuilder csv = new StringBuilder();
    line(csv, heads.stream().map(head -> guarded(head.name())).toList());
    for (List<Cell> row : rows) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(heads.get(i).number() ? row.get(i).raw() : guarded(row.get(i).raw()));
      }
      line(csv, values);
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder csv, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      csv.append(i == 0 ? "" : ",");
      boolean quoted = value.matches("(?s).*[\",\n\r;\t].*");
      csv.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }
    csv.append("\r\n");
  }

  private static String guarded(String text) {
    String printable = Printable.of(text);
    return printable.matches("[=+\\-@].*") ? "'" + printable : printable;
  }
}
