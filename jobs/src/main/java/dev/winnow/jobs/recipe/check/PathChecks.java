package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** Rules on the paths and URIs of a recipe, which need not exist. */
final class PathChecks {

  private static final Pattern PASSWORD =
      Pattern.compile("(?s)[a-zA-Z][a-zA-Z0-9+.-]*://[^/@:]*:[^/@]*@.*");

  private final Recipe recipe;
  private final Faults faults;

  PathChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.faults = faults;
  }

  /**
   * Checks all paths.
   *
   * @return false after a fault, with which paths can't be compared
   */
  boolean run() {
    boolean sound = uri("warehouse", recipe.warehouse());
    if (recipe.input().path() != null) {
      List<String> paths = recipe.input().path();
      for (int i = 0; i < paths.size(); i++) {
        sound &=
            path(paths.size() == 1 ? "input.path" : Section.item("input.path", i), paths.get(i));
      }
    }
    for (int i = 0; i < recipe.embed().size(); i++) {
      String section = recipe.severalEncoders() ? Section.item("embed", i) : "embed";
      sound &= uri(section + ".model", recipe.embed().get(i).model());
    }
    sound &= uri("cluster.prototypes", recipe.cluster().prototypes());
    if (recipe.dedup() != null && recipe.dedup().exclude() != null) {
      sound &= uri("dedup.exclude.path", recipe.dedup().exclude().path());
    }
    return sound;
  }

  private boolean path(String key, String path) {
    if (path == null) {
      return true;
    }
    if (path.indexOf('\0') >= 0) {
      faults.at(key, "must hold no character U+0000, which no file system allows");
      return false;
    }
    if (PASSWORD.matcher(path).matches()) {
      faults.at(
          key,
          "must hold no password, because tables and messages show paths; set it in Spark's"
              + " settings of the file system, such as spark.hadoop.fs.s3a.secret.key");
      return false;
    }
    return true;
  }

  /** Checks a path that Hadoop reads: a colon before the first slash ends the scheme of a URI. */
  private boolean uri(String key, String path) {
    if (!path(key, path) || path == null) {
      return path == null;
    }
    int colon = path.indexOf(':');
    int slash = path.indexOf('/');
    if (colon < 0 || slash >= 0 && slash < colon) {
      return true;
    }
    try {
      String rest = path.substring(colon + 1);
      String authority = null;
      if (rest.startsWith("//")) {
        int end = rest.indexOf('/', 2);
        authority = end < 0 ? rest.substring(2) : rest.substring(2, end);
        rest = end < 0 ? "" : rest.substring(end);
      }
      if (new URI(path.substring(0, colon), authority, rest, null, null).isAbsolute()) {
        return true;
      }
    } catch (URISyntaxException e) {
      // The same text is refused by Hadoop, whose message names no key.
    }
    faults.at(
        key,
        "must be a path, or a URI such as s3a://bucket/folder, got "
            + path
            + "; a path with a colon begins with ./ or /");
    return false;
  }
}
