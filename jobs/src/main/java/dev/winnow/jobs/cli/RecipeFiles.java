package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads recipe files from a local path, or from a URI through Hadoop's file systems. */
final class RecipeFiles {

  /**
   * Returns the recipes of a file, at least one.
   *
   * @throws Failure with {@link ExitCode#INPUT} if the file cannot be read
   * @throws dev.winnow.jobs.recipe.read.RecipeFaults if it has faults
   */
  static List<LoadedRecipe> load(String location, List<String> sets) {
    return new RecipeLoader(System::getenv).load(location, read(location), sets);
  }

  /** Returns the names of recipes, for messages. */
  static String names(List<LoadedRecipe> recipes) {
    return recipes.stream().map(recipe -> recipe.recipe().name()).collect(Collectors.joining(", "));
  }

  private static String read(String location) {
    try {
      if (location.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !location.startsWith("file:")) {
        return HadoopText.read(location);
      }
      String path = location.startsWith("file:") ? URI.create(location).getPath() : location;
      return Files.readString(Paths.get(path), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.INPUT,
          "recipe file must exist, got " + location + "; give the path or URI of a YAML file",
          e);
    } catch (IOException | InvalidPathException e) {
      throw new Failure(
          ExitCode.INPUT,
          "recipe file must be readable, got " + location + ": " + e.getMessage(),
          e);
    }
  }

  /** Separate class, so that Hadoop is loaded only for remote recipes. */
  private static final class HadoopText {
    static String read(String location) throws IOException {
      Path path = new Path(location);
      try (FSDataInputStream in = path.getFileSystem(new Configuration()).open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private RecipeFiles() {}
}
