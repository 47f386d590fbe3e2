package dev.winnow.jobs.preflight;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at the files of this machine, without Hadoop. */
final class LocalLook implements Look {

  /** Scheme of a URI: {@code 12:30/x} and {@code a:b} are names of files. */
  private static final Pattern SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private static final String FILE = "file:/";

  private final boolean pathsAreLocal;

  /**
   * @param pathsAreLocal whether a path without a scheme is a file of this machine
   */
  LocalLook(boolean pathsAreLocal) {
    this.pathsAreLocal = pathsAreLocal;
  }

  /**
   * Returns a look for a process that has not read the settings of Hadoop, which takes longer than
   * the look. Where these settings may name another file system, paths without a scheme are unseen.
   */
  static LocalLook ofThisProcess() {
    Map<String, String> environment = System.getenv();
    String fileSystem = System.getProperty("spark.hadoop.fs.defaultFS", "file:///");
    return new LocalLook(
        !environment.containsKey("HADOOP_CONF_DIR")
            && !environment.containsKey("YARN_CONF_DIR")
            && fileSystem.startsWith("file:"));
  }

  /** Returns whether this look sees a path. */
  boolean sees(String path) {
    return SCHEME.matcher(path).matches() ? path.startsWith(FILE) : pathsAreLocal;
  }

  @Override
  public Kind kind(String path) {
    return local(path)
        .map(
            place ->
                !Files.exists(place)
                    ? Kind.ABSENT
                    : Files.isDirectory(place) ? Kind.FOLDER : Kind.FILE)
        .orElse(Kind.UNSEEN);
  }

  @Override
  public boolean isWritable(String folder) {
    Optional<Path> place = local(folder);
    if (place.isEmpty()) {
      return true;
    }
    Path nearest = place.get().toAbsolutePath().normalize();
    while (!Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    return Files.isDirectory(nearest) && Files.isWritable(nearest);
  }

  /** Empty for a remote path, and for a name that the locale of this process can't express. */
  private Optional<Path> local(String path) {
    if (!sees(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Paths.get(path.startsWith(FILE) ? path.replaceFirst("^file:/+", "/") : path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
