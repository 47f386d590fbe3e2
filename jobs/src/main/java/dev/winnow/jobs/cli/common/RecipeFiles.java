package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.transforms.ingest.files.StorageReasons;
import dev.winnow.transforms.text.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** Reads recipe files from a local path, or from a URI through Hadoop's file systems. */
public final class RecipeFiles {

  /**
   * Returns the recipes of a file, at least one.
   *
   * @throws Failure with {@link ExitCode#INPUT} if the file cannot be read
   * @throws dev.winnow.jobs.recipe.read.RecipeFaults if it has faults
   */
  public static List<LoadedRecipe> load(String location, List<String> sets) {
    List<LoadedRecipe> recipes =
        new RecipeLoader(System::getenv, Places::unfitHere).load(location, read(location), sets);
    recipes.forEach(RecipeSecrets::add);
    return recipes;
  }

  /**
   * Returns the recipe of a name, or all recipes.
   *
   * @param name null for all
   * @throws Failure with {@link ExitCode#USAGE} if none has this name
   */
  public static List<LoadedRecipe> named(List<LoadedRecipe> recipes, String name) {
    if (name == null) {
      return recipes;
    }
    List<LoadedRecipe> named =
        recipes.stream().filter(recipe -> recipe.recipe().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE, "--name must be one of " + names(recipes) + ", got " + name);
    }
    return named;
  }

  /** Returns the names of recipes, for messages. */
  public static String names(List<LoadedRecipe> recipes) {
    return recipes.stream().map(recipe -> recipe.recipe().name()).collect(Collectors.joining(", "));
  }

  private static byte[] read(String location) {
    try {
      if (location.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !location.startsWith("file:")) {
        return HadoopBytes.read(location);
      }
      String path = location.startsWith("file:") ? URI.create(location).getPath() : location;
      Path file = Paths.get(String.valueOf(path));
      if (Files.isDirectory(file)) {
        throw refused("must be a file, got the folder", location, "; name a file in it", null);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return bounded(in);
      }
    } catch (NoSuchFileException | FileNotFoundException e) {
      String remedy =
          location.equals("-")
              ? "; standard input is not read, so write it to a file"
              : "; give the path or URI of a YAML file";
      throw refused("must exist, got", location, remedy, e);
    } catch (IllegalArgumentException e) {
      throw refused("must be a path or a URI, got", location, "", e);
    } catch (IOException e) {
      throw refused("must be readable, got", location, ": " + StorageReasons.of(e), e);
    }
  }

  private static Failure refused(String rule, String location, String remedy, Exception cause) {
    return new Failure(
        ExitCode.INPUT, "recipe file " + rule + " " + Printable.of(location) + remedy, cause);
  }

  /** Reads at most one byte more than a recipe may have. */
  private static byte[] bounded(InputStream in) throws IOException {
    return in.readNBytes(RecipeLoader.MAX_BYTES + 1);
  }

  /** Separate class, so that Hadoop is loaded only for remote recipes. */
  private static final class HadoopBytes {
    static byte[] read(String location) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
      try (FSDataInputStream in = path.getFileSystem(new Configuration()).open(path)) {
        return bounded(in);
      }
    }
  }

  private RecipeFiles() {}
}
