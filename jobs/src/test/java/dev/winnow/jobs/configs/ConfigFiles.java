package dev.winnow.jobs.configs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Files of cluster-configs by their path below it, without the files that the build writes there.
 */
public final class ConfigFiles {

  /** Path of a mounted or installed copy of cluster-configs in the configs themselves. */
  private static final String INSTALLED = "/opt/winnow/";

  private final Map<String, String> texts = new TreeMap<>();

  static ConfigFiles read() throws IOException {
    Path folder = root().resolve("cluster-configs");
    ConfigFiles files = new ConfigFiles();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        boolean hidden = ("/" + name).contains("/.") || name.contains("__pycache__");
        if (!name.startsWith("target/") && !hidden) {
          files.texts.put(name, Files.readString(path, StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  public static Path root() {
    return Path.of(System.getProperty("winnow.root"));
  }

  Set<String> names() {
    return new TreeSet<>(texts.keySet());
  }

  String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("cluster-configs has no file " + name);
    }
    return text;
  }

  /**
   * Returns the file that a config refers to, or null. It lies beside the config or below an
   * installed copy; a path on a file system of a cluster stands for a recipe of that name.
   *
   * @param from the config that names it
   */
  String resolve(String from, String named) {
    if (!named.contains(":") && !named.startsWith("/") && !named.startsWith("$")) {
      Path folder = from.contains("/") ? Path.of(from).getParent() : Path.of("");
      String beside = folder.resolve(named).normalize().toString().replace('\\', '/');
      return texts.containsKey(beside) ? beside : null;
    }
    if (named.startsWith(INSTALLED) && texts.containsKey(named.substring(INSTALLED.length()))) {
      return named.substring(INSTALLED.length());
    }
    String last = named.substring(named.lastIndexOf('/') + 1);
    for (String folder : List.of("recipes/", "local/", "")) {
      if (texts.containsKey(folder + last)) {
        return folder + last;
      }
    }
    return null;
  }
}
