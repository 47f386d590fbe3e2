package dev.winnow.transforms.ingest.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of an input, listed once at the start. A later run compares the {@link #fingerprint} to
 * find out whether the input is the same.
 */
public final class InputFiles {

  /**
   * One file of the input.
   *
   * @param uri absolute URI
   * @param relativePath path below the input path; the file's name if the input path is a file
   * @param length bytes
   * @param modified modification time in milliseconds since 1970
   */
  public record InputFile(String uri, String relativePath, long length, long modified)
      implements Serializable {}

  private final List<InputFile> files;
  private final long otherFiles;

  private InputFiles(List<InputFile> files, long otherFiles) {
    this.files = files;
    this.otherFiles = otherFiles;
  }

  /**
   * Lists the files of the format below the paths. Names that begin with {@code _} or {@code .} are
   * skipped. A path that names a single file is accepted under any name.
   *
   * @throws InputMissing if a path does not exist, or no file of the format is found
   */
  public static InputFiles list(Configuration conf, InputFormat format, List<String> paths) {
    Map<String, InputFile> found = new TreeMap<>();
    long[] others = new long[1];
    for (String path : paths) {
      try {
        Path pattern = new Path(path);
        FileSystem fs = pattern.getFileSystem(conf);
        FileStatus[] matches = fs.globStatus(pattern);
        if (matches == null || matches.length == 0) {
          throw new InputMissing("input.path must exist, " + path + " does not");
        }
        for (FileStatus match : matches) {
          if (match.isDirectory()) {
            walk(fs, match.getPath(), match.getPath(), format, found, others);
          } else if (matches.length == 1
              || belongs(format, match.getPath().getName().toLowerCase(Locale.ROOT))) {
            add(match, match.getPath().getName(), found);
          } else {
            others[0]++;
          }
        }
      } catch (FileNotFoundException e) {
        throw new InputMissing("input.path must exist, " + path + " does not", e);
      } catch (IOException e) {
        throw new InputMissing(
            "input.path must be readable, " + path + " is not: " + e.getMessage(), e);
      }
    }
    if (found.isEmpty()) {
      throw new InputMissing(
          "input.path must hold files of format "
              + format.name().toLowerCase(Locale.ROOT)
              + ", "
              + String.join(", ", paths)
              + " holds none"
              + (others[0] > 0 ? " among " + others[0] + " files of other kinds" : ""));
    }
    return new InputFiles(List.copyOf(found.values()), others[0]);
  }

  /**
   * Returns one entry for a Delta table at a version, in place of the table's files.
   *
   * @param identity identifier that changes when another table takes the same place
   */
  public static InputFiles ofTable(String uri, String identity, long version) {
    return new InputFiles(List.of(new InputFile(uri, identity, 0, version)), 0);
  }

  private static void walk(
      FileSystem fs,
      Path root,
      Path folder,
      InputFormat format,
      Map<String, InputFile> found,
      long[] others)
      throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.startsWith("_") || name.startsWith(".")) {
        continue;
      }
      if (status.isDirectory()) {
        walk(fs, root, status.getPath(), format, found, others);
      } else if (belongs(format, name.toLowerCase(Locale.ROOT))) {
        add(status, below(root, status.getPath()), found);
      } else {
        others[0]++;
      }
    }
  }

  private static void add(FileStatus status, String relative, Map<String, InputFile> found) {
    String uri = status.getPath().toString();
    found.put(uri, new InputFile(uri, relative, status.getLen(), status.getModificationTime()));
  }

  private static String below(Path root, Path file) {
    return file.toUri().getPath().substring(root.toUri().getPath().length()).replaceAll("^/+", "");
  }

  private static boolean belongs(InputFormat format, String name) {
    return switch (format) {
      case IMAGES -> name.matches(".*\\.(jpg|jpeg|png|gif|bmp|tif|tiff|webp)");
      case JSONL -> name.matches(".*\\.(jsonl|ndjson|json)(\\.gz)?");
      case PARQUET -> name.endsWith(".parquet");
      case IDX -> name.matches(".*images-idx3-ubyte(\\.gz)?");
      case WEBDATASET -> name.matches(".*\\.(tar|tar\\.gz|tgz)");
      case CSV -> name.matches(".*\\.(csv|tsv)(\\.gz)?");
      // The files of ids count as input, because other ids make another input.
      case NPY -> name.matches(".*\\.(npy|parquet|txt)");
      case DELTA, SAMPLE ->
          throw new IllegalArgumentException("format " + format + " is not listed by its files");
    };
  }

  /** Returns the files, sorted by URI. */
  public List<InputFile> files() {
    return files;
  }

  /** Returns the number of files of other formats below the paths. */
  public long otherFiles() {
    return otherFiles;
  }

  public long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** Returns the sha256 (hex) over relative path, length and modification time of every file. */
  public String fingerprint() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    files.stream()
        .sorted(Comparator.comparing(InputFile::relativePath).thenComparing(InputFile::uri))
        .map(file -> file.relativePath() + "\0" + file.length() + "\0" + file.modified() + "\0")
        .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Groups neighbouring files into pieces of about {@code bytes} bytes and at most {@code count}
   * files.
   */
  public List<List<InputFile>> pieces(long bytes, int count) {
    List<List<InputFile>> pieces = new ArrayList<>();
    List<InputFile> piece = new ArrayList<>();
    long size = 0;
    for (InputFile file : files) {
      if (!piece.isEmpty() && (size + file.length() > bytes || piece.size() >= count)) {
        pieces.add(piece);
        piece = new ArrayList<>();
        size = 0;
      }
      piece.add(file);
      size += file.length();
    }
    pieces.add(piece);
    return pieces;
  }
}
