package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.files.FormatNames;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.StorageReasons;
import dev.winnow.transforms.text.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The format of the files at a path.
 *
 * @param others files of other formats, as one phrase; empty for none
 */
record InputKind(InputFormat format, String others) {

  /** Most entries that are counted to find the format of most files. */
  private static final int MOST_ENTRIES = 20_000;

  /** Offset of the mark of a tar archive. */
  private static final int TAR_MARK = 257;

  private static final int HEAD = 512;
  private static final int KINDS_SHOWN = 4;
  private static final String KNOWN =
      "images (jpg, png, gif, bmp, webp, tiff), webdataset (tar), parquet, jsonl, csv, delta, idx"
          + " or npy";

  /**
   * Finds the format: that of a single file by its name or its first bytes, that of a folder by the
   * names of most files among its first 20,000 entries.
   *
   * @throws Failure with {@link ExitCode#INPUT} if the path is absent, empty, or of no known kind
   */
  static InputKind of(Configuration conf, Path path, String shown) {
    try {
      FileSystem fs = path.getFileSystem(conf);
      FileStatus status = fs.getFileStatus(path);
      if (!status.isDirectory()) {
        return new InputKind(ofFile(fs, status, shown), "");
      }
      if (fs.exists(new Path(path, "_delta_log"))) {
        return new InputKind(InputFormat.DELTA, "");
      }
      return ofFolder(fs, path, shown);
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT,
          "PATH must exist, " + shown + " does not; give a file or folder of images or texts",
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.INPUT,
          "PATH must be readable, " + shown + " is not: " + StorageReasons.of(e),
          e);
    }
  }

  private static InputFormat ofFile(FileSystem fs, FileStatus file, String shown)
      throws IOException {
    if (file.getLen() == 0) {
      throw new Failure(
          ExitCode.INPUT, "PATH must hold rows, the file " + shown + " is empty; give another");
    }
    Optional<InputFormat> byName = FormatNames.of(file.getPath().getName());
    if (byName.isPresent()) {
      return byName.get();
    }
    byte[] head;
    try (InputStream in = fs.open(file.getPath())) {
      head = in.readNBytes(HEAD);
    }
    String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
    if (text.startsWith("PAR1")) {
      return InputFormat.PARQUET;
    }
    if (text.startsWith("\u0093NUMPY")) {
      return InputFormat.NPY;
    }
    if (text.startsWith("ustar", TAR_MARK)) {
      return InputFormat.WEBDATASET;
    }
    if (text.matches("(?s)\\s*\\{\\s*\".*")) {
      return InputFormat.JSONL;
    }
    throw new Failure(
        ExitCode.INPUT,
        "PATH must be a file of "
            + KNOWN
            + ", got "
            + shown
            + "; plain texts become rows with: jq -cR '{text: .}' IN > OUT.jsonl");
  }

  private static InputKind ofFolder(FileSystem fs, Path folder, String shown) throws IOException {
    Map<InputFormat, Integer> counts = new EnumMap<>(InputFormat.class);
    Map<String, Integer> unknown = new TreeMap<>();
    Deque<Path> folders = new ArrayDeque<>(List.of(folder));
    int entries = 0;
    while (!folders.isEmpty() && entries < MOST_ENTRIES) {
      RemoteIterator<FileStatus> listed = list(fs, folders.remove(), folder);
      while (listed.hasNext() && entries < MOST_ENTRIES) {
        FileStatus entry = listed.next();
        String name = entry.getPath().getName();
        entries++;
        if (FormatNames.isHidden(name)) {
          continue;
        }
        if (entry.isDirectory()) {
          if (fs.exists(new Path(entry.getPath(), "_delta_log"))) {
            throw new Failure(
                ExitCode.INPUT,
                "PATH must be one input, "
                    + shown
                    + " holds the Delta table "
                    + Printable.of(name)
                    + "; run `winnow init` on the table's own folder");
          }
          folders.add(entry.getPath());
        } else {
          FormatNames.of(name)
              .ifPresentOrElse(
                  format -> counts.merge(format, 1, Integer::sum),
                  () -> unknown.merge(ending(name), 1, Integer::sum));
        }
      }
    }
    if (counts.isEmpty()) {
      throw none(shown, entries, unknown);
    }
    InputFormat format = likeliest(counts);
    counts.remove(format);
    List<String> others = new ArrayList<>();
    counts.forEach((other, count) -> others.add(count + " of format " + word(other)));
    unknown.forEach((ending, count) -> others.add(count + " " + ending));
    return new InputKind(format, phrase(others));
  }

  /** Lists a folder; one below the input that can't be opened is passed over, as a run does. */
  private static RemoteIterator<FileStatus> list(FileSystem fs, Path folder, Path root)
      throws IOException {
    try {
      return fs.listStatusIterator(folder);
    } catch (IOException e) {
      if (folder.equals(root)) {
        throw e;
      }
      return new RemoteIterator<>() {
        @Override
        public boolean hasNext() {
          return false;
        }

        @Override
        public FileStatus next() {
          throw new java.util.NoSuchElementException();
        }
      };
    }
  }

  /** Matrices have parquet or text files beside them, so any matrix decides. */
  private static InputFormat likeliest(Map<InputFormat, Integer> counts) {
    for (InputFormat format : List.of(InputFormat.NPY, InputFormat.IDX)) {
      if (counts.containsKey(format)) {
        return format;
      }
    }
    InputFormat most = null;
    for (Map.Entry<InputFormat, Integer> each : counts.entrySet()) {
      if (most == null || each.getValue() > counts.get(most)) {
        most = each.getKey();
      }
    }
    return most;
  }

  private static Failure none(String shown, int entries, Map<String, Integer> unknown) {
    if (entries == 0) {
      return new Failure(
          ExitCode.INPUT,
          "PATH must hold files, the folder " + shown + " is empty; give one of " + KNOWN);
    }
    List<String> kinds = new ArrayList<>();
    unknown.forEach((ending, count) -> kinds.add(count + " " + ending));
    return new Failure(
        ExitCode.INPUT,
        "PATH must hold files of "
            + KNOWN
            + ", the folder "
            + shown
            + " holds "
            + (kinds.isEmpty() ? "only hidden files and folders" : phrase(kinds))
            + "; give another folder, or write the rows as jsonl or csv");
  }

  private static String phrase(List<String> parts) {
    return parts.stream().limit(KINDS_SHOWN).collect(Collectors.joining(", "))
        + (parts.size() > KINDS_SHOWN ? " and others" : "");
  }

  private static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 || name.length() - dot > 9
        ? "without a known ending"
        : Printable.of(name.substring(dot).toLowerCase(Locale.ROOT));
  }

  static String word(InputFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
