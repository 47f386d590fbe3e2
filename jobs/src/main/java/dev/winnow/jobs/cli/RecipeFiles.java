package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.util.List;

/** Recipe files by path, or by URI through Hadoop's file systems. */
final class RecipeFiles {

  static List<LoadedRecipe> load(String location, List<String> sets) {
    return new RecipeLoader(System::getenv).load(location, read(location), sets);
  }

  private static String read(String location) {
    try {
      if (location.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !location.startsWith("file:")) {
        return HadoopText.read(location);
      }
      String path =
          location.startsWith("file:") ? java.net.URI.create(location).getPath() : location;
      return Files.readString(Paths.get(path), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.INPUT, "recipe must exist, " + location + " does not", e);
    } catch (IOException | InvalidPathException e) {
      throw new Failure(
          ExitCode.INPUT, "recipe must be readable, " + location + " is not: " + e.getMessage(), e);
    }
  }

  /** Apart, so that Hadoop is loaded for remote recipes only. */
  private static final class HadoopText {
    static String read(String location) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
      try (org.apache.hadoop.fs.FSDataInputStream in =
          path.getFileSystem(new org.apache.hadoop.conf.Configuration()).open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private RecipeFiles() {}
}
