package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeFaults;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.tables.CatalogSchema;
import dev.winnow.transforms.text.Printable;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The recipe of a file or folder: its text, and the facts that a user sees first. The text is
 * checked as `validate` checks it before it is returned.
 *
 * @param name name of the recipe
 * @param yaml text of the recipe
 * @param summary facts about the input and the choices, one a line
 */
public record FirstRecipe(String name, String yaml, List<String> summary) {

  private static final String TABLES = "winnow-warehouse";

  /**
   * Looks at an input and writes its recipe. Reads the listing, the footers of at most 200 parquet
   * files, the first 1,000 rows or 8 MiB of three files, and the first bytes of 64 images; no Spark
   * job.
   *
   * @param path file or folder: a path, or a URI of a Hadoop file system
   * @param name name of the recipe; null for one made of the path
   * @param warehouse folder of the tables; null for {@code winnow-warehouse} in the working folder,
   *     or beside the input if the working folder is part of it
   * @throws Failure with {@link ExitCode#INPUT} if no recipe can read the input, with {@link
   *     ExitCode#USAGE} for a name or a warehouse that no recipe can have
   */
  public static FirstRecipe of(Configuration conf, String path, String name, String warehouse) {
    if (name != null && !name.matches(Recipe.NAME)) {
      throw new Failure(
          ExitCode.USAGE, "--name must match " + Recipe.NAME + ", got " + Printable.of(name));
    }
    InputPlace place = InputPlace.of(path);
    InputKind kind = InputKind.of(conf, place.hadoop(), Printable.of(path));
    String of = name == null ? RecipeName.of(place.shown()) : name;
    Findings found = FirstLook.of(conf, place.inRecipe(conf, kind.format()), kind);
    String tables = warehouse == null ? tables(place) : named(warehouse);
    if (YamlText.isSubstituted(tables)) {
      throw new Failure(
          ExitCode.USAGE,
          "the warehouse must be a path without "
              + YamlText.VARIABLE
              + ", which a recipe replaces by a variable, got "
              + Printable.of(tables)
              + "; give another --warehouse");
    }
    String yaml = RecipeText.of(found, of, tables);
    requireSound(of, yaml);
    return new FirstRecipe(of, yaml, Summary.of(found));
  }

  /** Checks the text; no variable is set, so that a variable would be a fault. */
  private static void requireSound(String name, String yaml) {
    try {
      new RecipeLoader(variable -> null).load(name + ".yaml", yaml, List.of());
    } catch (RecipeFaults e) {
      throw new Failure(
          ExitCode.USAGE,
          "no recipe can be written for this input: "
              + e.getMessage()
              + "; rename what it names, or give another --name or --warehouse",
          e.details());
    }
  }

  private static String tables(InputPlace place) {
    String here = Path.of("").toAbsolutePath().normalize().toString();
    boolean inside = place.isLocal() && (here + "/").startsWith(place.shown() + "/");
    if (!inside) {
      return here.equals("/") ? "/" + TABLES : here + "/" + TABLES;
    }
    Path parent = Path.of(place.shown()).getParent();
    return (parent == null || parent.getNameCount() == 0 ? "" : parent.toString()) + "/" + TABLES;
  }

  /** Returns the name of a schema of the session's catalog as it is, and any folder as a path. */
  private static String named(String warehouse) {
    return CatalogSchema.of(warehouse, name -> false).isPresent() ? warehouse : absolute(warehouse);
  }

  static String absolute(String path) {
    return InputPlace.isUri(path) ? path : Path.of(path).toAbsolutePath().normalize().toString();
  }
}
