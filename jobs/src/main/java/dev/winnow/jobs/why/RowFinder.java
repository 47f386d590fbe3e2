package dev.winnow.jobs.why;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableLookup.Named;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.transforms.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the rows that a person means by the name of a file, or by the beginning or the end of an id
 * or a file. A whole name of a file or of folders and file counts more than a part of an id, and
 * that more than a part of a name.
 */
final class RowFinder {

  /** Most rows that are listed. */
  static final int LISTED = 10;

  private final TableLookup tables;
  private final ReleaseCatalog.Release release;

  RowFinder(TableLookup tables, ReleaseCatalog.Release release) {
    this.tables = tables;
    this.release = release;
  }

  /**
   * Returns the rows that fit best, at most one more than {@link #LISTED}, in the order of their
   * ids. Costs a pass over ids and sources.
   */
  List<Named> find(String text) {
    List<Named> found = new ArrayList<>();
    for (String table : List.of(Examples.SPEC.name(), Quarantine.SPEC.name())) {
      if (release.holds(table)) {
        found.addAll(tables.named(table, release.version(table), spellings(text), LISTED + 1));
      }
    }
    int best = found.stream().mapToInt(Named::grade).max().orElse(0);
    Set<String> ids = new LinkedHashSet<>();
    return found.stream()
        .filter(row -> row.grade() == best && ids.add(row.id()))
        .sorted(Comparator.comparing(Named::id))
        .limit(LISTED + 1L)
        .toList();
  }

  /** Returns the text, and as the path of a URI spells it, without a beginning of {@code ./}. */
  private static List<String> spellings(String text) {
    String plain = text.startsWith("./") ? text.substring(2) : text;
    Set<String> spellings = new LinkedHashSet<>(List.of(plain));
    try {
      spellings.add(new URI(null, null, "/" + plain, null).getRawPath().substring(1));
    } catch (URISyntaxException e) {
      // A text that is part of no path is compared as it is.
      return List.of(plain);
    }
    return List.copyOf(spellings);
  }

  /** Returns the failure for a text that fits several rows; its details list them. */
  static Failure ambiguous(String text, String described, List<Named> rows) {
    List<String> lines =
        new ArrayList<>(
            rows.stream()
                .limit(LISTED)
                .map(row -> Printable.of(row.id()) + "  " + Printable.of(row.source()))
                .toList());
    if (rows.size() > LISTED) {
      lines.add("...");
    }
    return new Failure(
        ExitCode.INPUT,
        "ID must name one row of "
            + described
            + ", but "
            + text
            + " fits "
            + (rows.size() > LISTED ? "more than " + LISTED : String.valueOf(rows.size()))
            + " rows; give a whole id",
        lines);
  }
}
