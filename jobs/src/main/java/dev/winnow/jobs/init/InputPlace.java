package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMissing;
import dev.winnow.transforms.text.Printable;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The path of an input, as it is written in a recipe.
 *
 * @param shown absolute path, or URI
 * @param isLocal true for a path of this machine
 */
record InputPlace(String shown, boolean isLocal) {

  static boolean isUri(String path) {
    return path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:/.*");
  }

  /**
   * Makes a path absolute.
   *
   * @throws Failure with {@link ExitCode#USAGE} if it is no path
   */
  static InputPlace of(String path) {
    if (isUri(path) && !path.startsWith("file:/")) {
      return new InputPlace(path, false);
    }
    String local = path.startsWith("file:/") ? path.replaceFirst("^file:/+", "/") : path;
    try {
      java.nio.file.Path absolute = java.nio.file.Path.of(local).toAbsolutePath().normalize();
      return new InputPlace(absolute.toString(), true);
    } catch (InvalidPathException e) {
      throw new Failure(
          ExitCode.USAGE, "PATH must be a path or a URI, got " + Printable.of(path), e);
    }
  }

  /** Returns the path for Hadoop. */
  Path hadoop() {
    return isLocal ? new Path(java.nio.file.Path.of(shown).toUri()) : new Path(shown);
  }

  /**
   * Returns the path for the recipe. A recipe has no escape for a variable, so a path that looks
   * like one becomes a pattern that matches this path alone.
   *
   * @throws Failure with {@link ExitCode#USAGE} if the pattern matches other files too
   */
  String inRecipe(Configuration conf, InputFormat format) {
    if (!YamlText.isSubstituted(shown)) {
      return shown;
    }
    String pattern = shown.replaceAll("[$*?\\[\\]{}\\\\,]", "?");
    try {
      if (format != InputFormat.DELTA
          && InputFiles.list(conf, format, List.of(pattern))
              .fingerprint()
              .equals(InputFiles.list(conf, format, List.of(shown)).fingerprint())) {
        return pattern;
      }
    } catch (InputMissing e) {
      // No pattern names this path; the message below has the remedy.
    }
    throw new Failure(
        ExitCode.USAGE,
        "PATH must not contain "
            + YamlText.VARIABLE
            + ", which a recipe replaces by a variable, got "
            + Printable.of(shown)
            + "; rename it, or give a link to it");
  }
}
