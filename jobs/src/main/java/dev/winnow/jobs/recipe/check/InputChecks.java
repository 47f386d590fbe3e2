package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Input;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.text.Printable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Rules between the keys of {@code input}, and on its place beside the tables. */
final class InputChecks {

  private final Recipe recipe;
  private final Input input;
  private final boolean soundPaths;
  private final Faults faults;

  /**
   * @param soundPaths whether paths can be compared
   */
  InputChecks(Recipe recipe, boolean soundPaths, Faults faults) {
    this.recipe = recipe;
    this.soundPaths = soundPaths;
    this.input = recipe.input();
    this.faults = faults;
  }

  void run() {
    path();
    if (input.modality() == null) {
      faults.at("input.modality", "is missing: give image, text, embedding or pair");
      return;
    }
    modality();
    format();
    if (input.modality() == Modality.PAIR) {
      pair();
    } else if (input.text() != null) {
      faults.at(
          "input.text",
          "must be absent for modality "
              + input.modality().label()
              + "; it applies to pair, and input.content names the column of texts");
    }
  }

  private void path() {
    if (input.format() == InputFormat.SAMPLE) {
      if (input.path() != null) {
        faults.at("input.path", "must be absent for format sample, which makes its own files");
      }
    } else if (input.path() == null) {
      faults.at("input.path", "is missing: name the files or folders to read");
    } else if (input.format() == InputFormat.DELTA && input.path().size() > 1) {
      faults.at("input.path", "must name one table for format delta, got " + input.path().size());
    }
    if (input.path() != null && soundPaths) {
      input.path().forEach(this::overlap);
    }
  }

  private void overlap(String path) {
    String tables = recipe.warehouse() + "/" + recipe.name();
    String a = normal(tables);
    String b = normal(path);
    if (a.equals(b) || a.startsWith(b + "/") || b.startsWith(a + "/")) {
      faults.at(
          "input.path",
          "must be separate from the folder of the tables, but one of "
              + path
              + " and "
              + tables
              + " contains the other; choose another warehouse");
    }
  }

  private static String normal(String path) {
    if (path.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !path.startsWith("file:")) {
      int end = path.length();
      while (end > 0 && path.charAt(end - 1) == '/') {
        end--;
      }
      return path.substring(0, end);
    }
    String local = path.replaceFirst("^file:/*", "/");
    int end = 0;
    while (end < local.length() && "*?[{".indexOf(local.charAt(end)) < 0) {
      end++;
    }
    String folder = local.substring(0, end);
    try {
      return Paths.get(folder).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      // The locale can't express the name, so it is compared as it is written.
      return folder;
    }
  }

  private void modality() {
    if (!allowed(input.format(), input.modality())) {
      String modalities =
          Arrays.stream(Modality.values())
              .filter(modality -> allowed(input.format(), modality))
              .map(Modality::label)
              .collect(Collectors.joining(" or "));
      faults.at(
          "input.modality",
          "must be "
              + modalities
              + " for format "
              + Section.word(input.format())
              + ", got "
              + input.modality().label());
    }
  }

  private static boolean allowed(InputFormat format, Modality modality) {
    return switch (format) {
      case IMAGES, IDX -> modality == Modality.IMAGE;
      case JSONL -> modality == Modality.TEXT || modality == Modality.EMBEDDING;
      case SAMPLE -> modality == Modality.IMAGE || modality == Modality.TEXT;
      case CSV, WEBDATASET -> modality != Modality.EMBEDDING;
      case NPY -> modality == Modality.EMBEDDING;
      case PARQUET, DELTA -> true;
    };
  }

  private void format() {
    onlyFor(InputFormat.CSV, "delimiter", input.delimiter());
    onlyFor(InputFormat.CSV, "escape", input.escape());
    onlyFor(InputFormat.CSV, "encoding", input.encoding());
    mark("delimiter", input.delimiter(), "\"\r\n");
    mark("escape", input.escape(), "\r\n");
    if (input.escape() != null && input.escape().equals(input.delimiter())) {
      faults.at(
          "input.escape", "must differ from input.delimiter, got " + input.escape() + " for both");
    }
    onlyFor(InputFormat.DELTA, "version", input.version());
    if (input.encoding() != null && !known(input.encoding())) {
      faults.at(
          "input.encoding",
          "must be a character set that Java knows, such as utf-8, utf-16le, iso-8859-1 or"
              + " windows-1252, got "
              + input.encoding());
    }
    if (input.format() == InputFormat.IMAGES
        || input.format() == InputFormat.IDX
        || input.format() == InputFormat.SAMPLE) {
      noColumn("id", input.id());
      noColumn("content", input.content());
    }
    if (input.format() == InputFormat.IDX || input.format() == InputFormat.SAMPLE) {
      noColumn("label", input.label());
    }
  }

  /** Checks a character of csv: records are separated as bytes, so it must be ASCII. */
  private void mark(String key, String mark, String not) {
    if (mark != null && (mark.charAt(0) >= 0x80 || not.contains(mark))) {
      faults.at(
          "input." + key,
          "must be an ASCII character"
              + (not.contains("\"") ? " other than quotes and line breaks" : " and no line break")
              + ", got "
              + Printable.of(mark)
              + "; write the files with another "
              + key);
    }
  }

  private void onlyFor(InputFormat format, String key, Object value) {
    if (value != null && input.format() != format) {
      faults.at(
          "input." + key,
          "must be absent for format "
              + Section.word(input.format())
              + "; it applies to "
              + Section.word(format));
    }
  }

  private static boolean known(String encoding) {
    try {
      return Charset.isSupported(encoding);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private void noColumn(String key, String column) {
    if (column != null) {
      faults.at(
          "input." + key,
          "must be absent for format "
              + Section.word(input.format())
              + ", whose rows have no columns");
    }
  }

  private void pair() {
    String byDefault = input.format() == InputFormat.WEBDATASET ? "txt" : "text";
    String text = input.text() == null ? byDefault : input.text();
    differs(text, "id", input.id());
    differs(text, "label", input.label());
    differs(text, "content", input.content() == null ? "image" : input.content());
  }

  private void differs(String text, String key, String column) {
    if (text.equals(column)) {
      faults.at("input.text", "must name another column than input." + key + ", got " + text);
    }
  }
}
