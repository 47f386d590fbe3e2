package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.json.JsonFields;
import dev.winnow.transforms.ingest.json.JsonLayout;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks for the fields that a recipe names in the first lines of an input, before the whole is
 * read. It stops at the line in which the last of them is found, so an input as described costs one
 * line.
 */
public final class JsonFieldsCheck {

  /** Bytes that are read, over all files, while a field is not found. */
  private static final long BYTES = 64L << 20;

  private static final long BYTES_OF_FILE = 8L << 20;
  private static final int FILES = 256;

  /** Names in a message. */
  private static final int SHOWN = 40;

  private final InputSpec spec;
  private final Set<String> missing;
  private final Set<String> names = new TreeSet<>();
  private String example;
  private long objects;
  private long left = BYTES;

  /** True if every line was read. */
  private boolean complete = true;

  public JsonFieldsCheck(InputSpec spec) {
    this.spec = spec;
    this.missing = new LinkedHashSet<>(TableColumns.named(spec));
  }

  /**
   * Checks the fields.
   *
   * @throws InputMismatch if none of the lines has a field. A label that stands in later lines only
   *     is not missing
   */
  public void check(Configuration conf, InputFiles files) {
    int opened = 0;
    for (InputFiles.InputFile file : files.files()) {
      if (missing.isEmpty()) {
        return;
      }
      if (left <= 0 || opened++ == FILES) {
        complete = false;
        break;
      }
      new Folders(spec, file).names().forEach(missing::remove);
      try {
        read(conf, file);
      } catch (BrokenStream e) {
        // The reader finds the same fault, and makes it a row.
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file.uri(), e);
      }
    }
    if (!complete) {
      missing.remove(spec.label());
    }
    if (objects > 0 && !missing.isEmpty()) {
      throw absent(missing.iterator().next());
    }
  }

  private void read(Configuration conf, InputFiles.InputFile file) throws IOException {
    try (InputStream head = Streams.open(conf, file)) {
      if (JsonLayout.of(head, spec.maxLineBytes()) != JsonLayout.LINES) {
        return;
      }
    }
    try (InputStream in = Streams.open(conf, file)) {
      LineReader lines = new LineReader(in, 0, spec.maxLineBytes());
      while (lines.next()) {
        if (lines.offset() > BYTES_OF_FILE || left <= 0) {
          complete = false;
          return;
        }
        left -= lines.length();
        if (!lines.tooLong()) {
          line(lines.bytes(), file);
        }
        if (missing.isEmpty()) {
          return;
        }
      }
    }
  }

  private void line(byte[] line, InputFiles.InputFile file) throws IOException {
    String text = Strict.decode(line, 0, line.length, StandardCharsets.UTF_8);
    if (text == null) {
      return;
    }
    try {
      JsonFields fields =
          JsonFields.parse(
              text.startsWith("\ufeff") ? text.substring(1) : text, null, JsonLine.paths(spec));
      objects++;
      missing.removeIf(fields::has);
      if (names.size() < SHOWN) {
        names.addAll(fields.names());
      }
      example = example == null ? file.uri() : example;
    } catch (JsonProcessingException e) {
      // A line that is no object is a row of its own, with its code.
      return;
    }
  }

  private InputMismatch absent(String name) {
    String key =
        name.equals(spec.contentColumn()) ? "content" : name.equals(spec.id()) ? "id" : "label";
    String alike =
        names.stream()
            .filter(other -> other.equalsIgnoreCase(name))
            .findFirst()
            .map(other -> "; names are case-sensitive: write " + other)
            .orElse("");
    return new InputMismatch(
        "input."
            + key
            + " must name a field of the lines, got "
            + name
            + ", which none of "
            + objects
            + " lines has; the fields of "
            + example
            + " are "
            + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
            + alike);
  }
}
