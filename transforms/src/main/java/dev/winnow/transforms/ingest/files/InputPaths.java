package dev.winnow.transforms.ingest.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/**
 * Reads the paths of a recipe. A path that exists as it is written is taken literally; any other
 * path is a pattern in Hadoop's syntax.
 */
final class InputPaths {

  /** Scheme of a URI: {@code 12:30/x} and {@code a:b} are names of files. */
  private static final Pattern SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private static final Pattern LOCAL = Pattern.compile("file:/+");

  /** Returns true for a path that begins with the scheme of a file system. */
  static boolean isUri(String path) {
    return SCHEME.matcher(path).matches();
  }

  /** Returns true for a path on the local file system. */
  static boolean isLocal(Configuration conf, String path) throws IOException {
    return isUri(path)
        ? path.startsWith("file:/")
        : "file".equals(FileSystem.getDefaultUri(conf).getScheme());
  }

  /**
   * Returns the local file or folder of this name, or all that match it as a pattern.
   *
   * @throws FileNotFoundException if there is none
   */
  static List<Path> local(Configuration conf, String path) throws IOException {
    String name = isUri(path) ? LOCAL.matcher(path).replaceFirst("/") : path;
    if (!name.startsWith("/")) {
      String folder = FileSystem.get(conf).getWorkingDirectory().toUri().getPath();
      name = folder + "/" + name;
    }
    Path literal = LocalNames.absolute(name).normalize();
    if (Files.exists(literal)) {
      return List.of(literal);
    }
    List<Path> matches = new ArrayList<>();
    for (String pattern : GlobExpander.expand(name)) {
      List<Path> level = List.of(LocalNames.absolute("/"));
      for (String part : pattern.split("/+")) {
        level = part.isEmpty() ? level : below(level, part);
      }
      level.stream().filter(match -> !matches.contains(match)).forEach(matches::add);
    }
    if (matches.isEmpty()) {
      throw new FileNotFoundException(path);
    }
    return matches;
  }

  private static List<Path> below(List<Path> folders, String part) throws IOException {
    GlobPattern pattern = new GlobPattern(part);
    List<Path> matches = new ArrayList<>();
    for (Path folder : folders) {
      if (!pattern.hasWildcard()) {
        Path child = LocalNames.absolute("/" + part.replaceAll("\\\\(.)", "$1")).getFileName();
        Path resolved = part.equals("..") ? folder.getParent() : folder.resolve(child).normalize();
        if (resolved != null && Files.exists(resolved)) {
          matches.add(resolved);
        }
      } else if (Files.isDirectory(folder)) {
        for (Path child : LocalListing.list(folder)) {
          if (pattern.matches(LocalNames.shown(child.getFileName()))) {
            matches.add(child);
          }
        }
      }
    }
    return matches;
  }

  private InputPaths() {}
}
