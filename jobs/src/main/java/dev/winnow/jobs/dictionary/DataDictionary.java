package dev.winnow.jobs.dictionary;

import dev.winnow.schemas.Column;
import dev.winnow.schemas.RowRule;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the contracts of all tables as Markdown, or as values for JSON. Needs no session. */
public final class DataDictionary {

  /** Beginning of the comment of a key, and the words that name the other columns of the key. */
  private static final Pattern KEY = Pattern.compile("Key\\b([^:]*)");

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

  private static final String INTRODUCTION =
      """
      # Data dictionary

      `winnow dictionary` writes this page. It lists the tables below `WAREHOUSE/NAME/` with all columns. A column without
      "yes" under null never holds null. The rules are CHECK constraints of the table: a row that breaks one is refused.
      `winnow dictionary --format json` prints the same for programs.

      """;

  /** Returns the columns of the key of a table, as the comments of its columns name them. */
  static Set<String> key(TableSpec spec) {
    Set<String> key = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>(List.of(spec.columnNames()));
    for (Column column : spec.columns()) {
      Matcher comment = KEY.matcher(column.comment());
      if (comment.lookingAt()) {
        key.add(column.name());
        WORD.matcher(comment.group(1))
            .results()
            .map(word -> word.group())
            .filter(names::contains)
            .forEach(key::add);
      }
    }
    return key;
  }

  /** Returns the page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("| table | a row is |\n|---|---|\n");
    for (TableSpec spec : Tables.every()) {
      page.append("| [`%1$s`](#%1$s) | %2$s |\n".formatted(spec.name(), cell(spec.comment())));
    }
    for (TableSpec spec : Tables.every()) {
      page.append("\n## ").append(spec.name()).append("\n\n").append(spec.comment()).append('.');
      Set<String> key = key(spec);
      if (!key.isEmpty()) {
        page.append(" Key: `").append(String.join("`, `", key)).append("`.");
      }
      page.append("\n\n| column | type | null | meaning |\n|---|---|---|---|\n");
      for (Column column : spec.columns()) {
        page.append(
            "| `%s` | `%s` | %s | %s |\n"
                .formatted(
                    column.name(),
                    column.type().catalogString(),
                    column.nullable() ? "yes" : "",
                    cell(column.comment())));
      }
      if (!spec.rules().isEmpty()) {
        page.append("\n| rule | condition |\n|---|---|\n");
        for (RowRule rule : spec.rules()) {
          page.append("| `%s` | `%s` |\n".formatted(rule.name(), cell(rule.condition())));
        }
      }
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** Returns the tables for JSON. */
  public static Map<String, Object> json() {
    List<Map<String, Object>> tables = new ArrayList<>();
    for (TableSpec spec : Tables.every()) {
      Map<String, Object> table = new LinkedHashMap<>();
      table.put("table", spec.name());
      table.put("comment", spec.comment());
      table.put("key", List.copyOf(key(spec)));
      List<Map<String, Object>> columns = new ArrayList<>();
      for (Column column : spec.columns()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("column", column.name());
        entry.put("type", column.type().catalogString());
        entry.put("nullable", column.nullable());
        entry.put("comment", column.comment());
        columns.add(entry);
      }
      table.put("columns", columns);
      List<Map<String, Object>> rules = new ArrayList<>();
      for (RowRule rule : spec.rules()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("rule", rule.name());
        entry.put("condition", rule.condition());
        rules.add(entry);
      }
      table.put("rules", rules);
      tables.add(table);
    }
    return Map.of("tables", tables);
  }

  private DataDictionary() {}
}
