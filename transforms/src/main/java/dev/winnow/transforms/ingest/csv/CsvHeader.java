package dev.winnow.transforms.ingest.csv;

import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Header of one file of delimited text. White space around a name is no part of it. A column
 * without a name, such as the index that pandas writes, is called {@code column N}, from 1. Of
 * columns with one name, which the recipe must not name, the later ones are called {@code NAME
 * (column N)}.
 */
public final class CsvHeader {

  /** Most columns that a message lists. */
  private static final int LISTED = 40;

  /** Most characters of a name that a message shows. */
  private static final int SHOWN = 60;

  /** Finds another description of the file by which it has all columns that the recipe names. */
  @FunctionalInterface
  public interface Remedy {

    /**
     * Returns the remedy as the end of a message.
     *
     * @param wanted names of columns
     * @return empty if there is none
     */
    String of(Set<String> wanted);
  }

  private final List<String> names;

  private CsvHeader(List<String> names) {
    this.names = names;
  }

  /**
   * Checks a header.
   *
   * @param fields fields of the first record
   * @param wanted columns that the recipe names, by key
   * @param place name of the file, for messages
   * @throws InputMismatch if a column is missing or doubled
   */
  public static CsvHeader of(
      List<String> fields, Map<String, String> wanted, String place, Remedy remedy) {
    List<String> stripped = fields.stream().map(String::strip).toList();
    Set<String> columns = new HashSet<>(wanted.values());
    wanted.forEach(
        (key, column) -> {
          int times = Collections.frequency(stripped, column.strip());
          if (times != 1) {
            throw new InputMismatch(
                "input."
                    + key
                    + " must name "
                    + (times == 0 ? "a" : "one")
                    + " column of the input, got "
                    + Printable.of(column)
                    + (times == 0 ? "; " : ", which the header has " + times + " times; ")
                    + "the columns of "
                    + place
                    + " are "
                    + listed(stripped)
                    + (times == 0 ? remedy.of(columns) : "; give each column its own name"));
          }
        });
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String name : stripped) {
      int number = names.size() + 1;
      String called = name.isEmpty() ? "column " + number : name;
      names.add(taken.add(called) ? called : called + " (column " + number + ")");
    }
    return new CsvHeader(names);
  }

  /** Returns the names of the columns, all different. */
  public List<String> names() {
    return Collections.unmodifiableList(names);
  }

  private static String listed(List<String> names) {
    String first =
        names.stream()
            .limit(LISTED)
            .map(name -> name.isEmpty() ? "(no name)" : Printable.beginning(name, SHOWN))
            .collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
  }
}
