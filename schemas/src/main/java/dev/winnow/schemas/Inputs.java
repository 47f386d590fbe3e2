package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Contract of table {@code inputs}: the account of the input. Each directory entry below the input
 * path that is no folder has one row, and so has each folder that was not entered.
 */
public final class Inputs {

  public static final String FILE = "file";
  public static final String PATH = "path";
  public static final String KIND = "kind";
  public static final String BYTES = "bytes";
  public static final String ROWS = "rows";
  public static final String ACCEPTED = "accepted";
  public static final String REFUSED = "refused";
  public static final String PASSED_OVER = "passed_over";
  public static final String DETAIL = "detail";

  public static final TableSpec SPEC =
      new TableSpec(
          "inputs",
          "One row per file of the input, read or passed over, and per folder that was not entered",
          List.of(
              Column.required(FILE, StringType, "Key: absolute URI of the file or folder"),
              Column.required(
                  PATH,
                  StringType,
                  "Path below the input path; a byte that is not UTF-8 stands as \\xHH"),
              Column.required(
                  KIND,
                  StringType,
                  "file, folder, link, special or table (a Delta table, which has one row)"),
              Column.required(BYTES, LongType, "Length in bytes; 0 for folders and tables"),
              Column.optional(
                  ROWS,
                  LongType,
                  "Rows that the reader counted while it read the file; null where its counts do"
                      + " not cover the file exactly once, which no release allows"),
              Column.required(ACCEPTED, LongType, "Rows of the file that ingest accepted"),
              Column.required(REFUSED, LongType, "Rows of the file that ingest refused"),
              Column.optional(
                  PASSED_OVER,
                  StringType,
                  "Reason why nothing was read: one of " + words("") + "; null for read files"),
              Column.optional(
                  DETAIL, StringType, "Reason in words; null where passed_over says it all")),
          List.of(
              new RowRule("file_is_not_empty", "length(file) > 0"),
              new RowRule(
                  "kind_is_known", "kind IN ('file', 'folder', 'link', 'special', 'table')"),
              new RowRule(
                  "passed_over_is_known",
                  "passed_over IS NULL OR passed_over IN (" + words("'") + ")"),
              new RowRule(
                  "numbers_are_not_negative",
                  "bytes >= 0 AND accepted >= 0 AND refused >= 0 AND (rows IS NULL OR rows >= 0)"),
              new RowRule(
                  "passed_over_has_no_rows",
                  "passed_over IS NULL OR (rows = 0 AND accepted = 0 AND refused = 0)")));

  private static String words(String quote) {
    return PassedOver.words().stream()
        .map(word -> quote + word + quote)
        .collect(Collectors.joining(", "));
  }

  private Inputs() {}
}
