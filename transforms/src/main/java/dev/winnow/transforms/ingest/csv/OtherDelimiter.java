package dev.winnow.transforms.ingest.csv;

import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for the delimiter by which the header of a file has the columns that a recipe names. It is
 * for messages only: no delimiter is ever guessed.
 */
public final class OtherDelimiter implements CsvHeader.Remedy {

  private static final String CANDIDATES = ",;\t|:^~\u0001 ";

  /** Opens the file once more. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  private final Source source;
  private final String place;
  private final CsvText.Format format;

  public OtherDelimiter(Source source, String place, CsvText.Format format) {
    this.source = source;
    this.place = place;
    this.format = format;
  }

  @Override
  public String of(Set<String> wanted) {
    for (char candidate : CANDIDATES.toCharArray()) {
      List<String> names = names(candidate);
      if (candidate != format.delimiter()
          && wanted.stream().allMatch(column -> names.contains(column.strip()))) {
        return "; delimited by "
            + CsvText.name(candidate)
            + " it has "
            + wanted.stream().sorted().collect(Collectors.joining(", "))
            + ": set `input.delimiter: \""
            + (candidate == '\t' ? "\\t" : candidate < ' ' ? "\\x01" : candidate)
            + "\"`";
      }
    }
    return "";
  }

  private List<String> names(char delimiter) {
    List<String> names = new ArrayList<>();
    try (InputStream in = source.open()) {
      CsvText text = CsvText.open(in, place, format.delimitedBy(delimiter));
      if (text.records().next()) {
        text.records()
            .fields()
            .forEach(field -> names.add(new String(field, text.charset()).strip()));
      }
      return names;
    } catch (InputMismatch e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + place, e);
    }
  }
}
