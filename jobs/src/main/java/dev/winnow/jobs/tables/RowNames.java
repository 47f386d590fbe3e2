package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.tables.TableLookup.Named;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;

/** Grades rows by how well a text names them: by their file, or by an end of their id. */
final class RowNames {

  static final Comparator<Named> BEST_FIRST =
      Comparator.comparingInt(Named::grade)
          .reversed()
          .thenComparing(row -> row.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** Returns the grade of a row; 0 if no text names it. */
  static int grade(String id, String source, List<String> spellings) {
    int mark = source.lastIndexOf('#');
    String file = mark < 0 ? source : source.substring(0, mark);
    int best = 0;
    for (String text : spellings) {
      if (text.isEmpty()) {
        continue;
      }
      if (named(source, text) || named(file, text)) {
        return Named.FILE;
      }
      if (id.startsWith(text) || id.endsWith(text)) {
        best = Named.ID;
      } else if (source.endsWith(text) || file.endsWith(text)) {
        best = Math.max(best, Named.PART);
      }
    }
    return best;
  }

  private static boolean named(String path, String text) {
    return path.equals(text) || path.endsWith("/" + text) || path.endsWith("#" + text);
  }

  /** Returns the grade as an expression over columns {@code id} and {@code source}. */
  static Column grade(List<String> spellings) {
    Column source = col("source");
    Column file = regexp_replace(source, "#[^#]*$", "");
    Column best = lit(0);
    for (String text : spellings) {
      if (!text.isEmpty()) {
        Column grade =
            when(named(source, text).or(named(file, text)), Named.FILE)
                .when(col("id").startsWith(text).or(col("id").endsWith(text)), Named.ID)
                .when(source.endsWith(text).or(file.endsWith(text)), Named.PART)
                .otherwise(0);
        best = greatest(best, grade);
      }
    }
    return best;
  }

  private static Column named(Column path, String text) {
    return path.equalTo(text).or(path.endsWith("/" + text)).or(path.endsWith("#" + text));
  }

  private RowNames() {}
}
