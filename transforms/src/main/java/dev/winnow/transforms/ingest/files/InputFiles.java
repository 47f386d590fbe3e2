package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;

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

  private static final String DELTA_LOG = "/_delta_log";

  private final List<InputFile> data;
  private final List<InputFile> companions;
  private final List<InputEntry> entries;

  private InputFiles(List<InputFile> data, List<InputFile> companions, List<InputEntry> entries) {
    this.data = data;
    this.companions = companions;
    this.entries = entries;
  }

  /** Lists the files of the format below the paths, without following links out of them. */
  public static InputFiles list(Configuration conf, InputFormat format, List<String> paths) {
    return list(conf, format, paths, false);
  }

  /**
   * Lists the files of the format below the paths.
   *
   * <p>A path that exists as it is written is taken literally, any other as a pattern; names below
   * a path are always literal. Names that begin with {@code _} or {@code .} are passed over. A path
   * that names a single file is accepted under any name. A local link is followed if it leads to a
   * file or folder inside of the paths that is not read under its own name; every file is read
   * once. Pipes, sockets and devices are passed over.
   *
   * @param followLinks true to follow local links that lead out of the paths too
   * @throws InputMissing if a path does not exist, or no file of the format is found
   * @throws InputMismatch if a folder of parquet files is a Delta table
   */
  public static InputFiles list(
      Configuration conf, InputFormat format, List<String> paths, boolean followLinks) {
    Found found = new Found(format);
    LocalListing local = new LocalListing(found, followLinks);
    RemoteListing remote = new RemoteListing(found);
    for (String path : paths) {
      try {
        if (InputPaths.isLocal(conf, path)) {
          List<java.nio.file.Path> matches = InputPaths.local(conf, path);
          for (java.nio.file.Path match : matches) {
            if (matches.size() == 1) {
              local.root(match, true);
            } else {
              local.match(match);
            }
          }
        } else {
          remote.root(conf, path);
        }
      } catch (FileNotFoundException e) {
        throw new InputMissing("input.path must exist, " + path + " does not", e);
      } catch (IllegalArgumentException e) {
        throw new InputMissing("input.path must be a path or URI, got " + path, e);
      } catch (IOException e) {
        throw new InputMissing(
            "input.path must be readable, " + path + " is not: " + StorageReasons.of(e), e);
      } catch (RuntimeException e) {
        throw withoutFileSystem(path, e);
      }
    }
    local.finish();
    List<InputEntry> entries = found.entries();
    if (format == InputFormat.PARQUET) {
      refuseDelta(entries);
    }
    if (found.data().isEmpty()) {
      throw new InputMissing(
          "input.path must hold files of format "
              + format.name().toLowerCase(Locale.ROOT)
              + ", "
              + String.join(", ", paths)
              + " holds none"
              + passedOverText(entries));
    }
    return new InputFiles(found.data(), found.companions(), entries);
  }

  /** Returns the error for a scheme whose classes are absent; any other error as it is. */
  private static RuntimeException withoutFileSystem(String path, RuntimeException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotFoundException) {
        return new InputMissing(
            "input.path must be on a file system that this Spark has, "
                + path
                + " is not; add the jars of its scheme, as with --packages",
            fault);
      }
    }
    return fault;
  }

  /** Refuses a Delta table, whose folder also has files of earlier versions. */
  private static void refuseDelta(List<InputEntry> entries) {
    for (InputEntry entry : entries) {
      if (entry.kind() == InputEntry.Kind.FOLDER && entry.uri().endsWith(DELTA_LOG)) {
        throw new InputMismatch(
            "input.path must hold plain parquet files for format parquet, but "
                + entry.uri().substring(0, entry.uri().length() - DELTA_LOG.length())
                + " is a Delta table, whose folder also has files of earlier versions; set"
                + " input.format: delta");
      }
    }
  }

  /**
   * Returns one entry for a Delta table at a version, in place of the table's files.
   *
   * @param identity identifier that changes when another table takes the same place
   */
  public static InputFiles ofTable(String uri, String identity, long version) {
    return new InputFiles(
        List.of(new InputFile(uri, identity, 0, version)),
        List.of(),
        List.of(new InputEntry(uri, uri, InputEntry.Kind.TABLE, 0, null, null)));
  }

  /**
   * Returns this listing with those of the data files that a test accepts; as it is, if it accepts
   * none.
   */
  public InputFiles only(Predicate<InputFile> test) {
    List<InputFile> some = data.stream().filter(test).toList();
    return some.isEmpty() ? this : new InputFiles(some, companions, entries);
  }

  /** Returns the files whose rows are rows of the input, sorted by URI. */
  public List<InputFile> files() {
    return data;
  }

  /**
   * Returns one entry for each file, read or passed over, and for each folder that was not entered,
   * sorted by URI.
   */
  public List<InputEntry> entries() {
    return entries;
  }

  /** Returns the number of entries that are not read. */
  public long passedOver() {
    return entries.stream().filter(entry -> entry.passedOver() != null).count();
  }

  /** Returns the size of the files that are read, in bytes. */
  public long bytes() {
    return read().mapToLong(InputFile::length).sum();
  }

  private Stream<InputFile> read() {
    return Stream.concat(data.stream(), companions.stream());
  }

  /** Returns the sha256 (hex) over relative path, length and modification time of every file. */
  public String fingerprint() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    read()
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
    for (InputFile file : data) {
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

  private static String passedOverText(List<InputEntry> entries) {
    Map<PassedOver, Long> counts = new EnumMap<>(PassedOver.class);
    for (InputEntry entry : entries) {
      if (entry.passedOver() != null) {
        counts.merge(entry.passedOver(), 1L, Long::sum);
      }
    }
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " because " + count.getKey().phrase())
            .collect(Collectors.joining(", ", "; passed over: ", ""));
  }
}
