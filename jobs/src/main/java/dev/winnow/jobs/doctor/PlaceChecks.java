package dev.winnow.jobs.doctor;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.preflight.Problem;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.stage.embed.ModelHash;
import dev.winnow.jobs.tables.CommitTrial;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.embed.djl.NativeLibraries;
import dev.winnow.transforms.embed.known.ModelStore;
import dev.winnow.transforms.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Checks of folders and files: Spark's local folders, the models, and the places of recipes. */
final class PlaceChecks {

  private static final long LEAST_ROOM = 2L << 30;
  private static final int SHOWN_DIGITS = 12;

  /** Returns the checks that need no recipe. */
  static List<Check> ofMachine(String localDirs, Needs needs) {
    List<Check> checks = new ArrayList<>();
    for (String name : localDirs.split(",", -1)) {
      checks.add(room("local folder", Path.of(name.strip())));
    }
    Path models = ModelStore.ofEnvironment().folder();
    String refusal = Files.isDirectory(models) ? NativeLibraries.refusal(models) : "";
    checks.add(
        refusal.isEmpty()
            ? Check.ok("models folder", models.toString())
            : Check.bad(
                "models folder",
                needs.knownModels() && !Files.isReadable(models),
                models + " takes no file: " + refusal,
                "set WINNOW_MODELS to a folder that can be written"));
    return checks;
  }

  /** Checks a local folder: a file can be written, and there is room. */
  static Check room(String name, Path folder) {
    String refusal = NativeLibraries.refusal(folder);
    if (!refusal.isEmpty()) {
      return Check.fail(
          name,
          folder + " takes no file: " + refusal,
          "set spark.local.dir, or SPARK_LOCAL_DIRS, to a folder that can be written");
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String finding = folder + ", " + Texts.bytes(free) + " free";
      return free < LEAST_ROOM
          ? Check.warn(name, finding, "make room: shuffles and tables may fill it")
          : Check.ok(name, finding);
    } catch (IOException e) {
      return Check.warn(name, folder + ", its free room is unknown", "");
    }
  }

  /**
   * Returns the checks of a recipe's input, models and warehouse.
   *
   * @param earlier recipes of the same file that run before
   */
  static List<Check> ofRecipe(SparkSession spark, Recipe recipe, List<Recipe> earlier) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    List<Check> checks = new ArrayList<>();
    String name = Printable.of(recipe.name());
    List<Problem> problems = problems(conf, recipe, earlier, checks);
    for (Problem problem : problems) {
      checks.add(Check.of("places of " + name, Check.State.FAIL, problem.message()));
    }
    if (problems.isEmpty()) {
      checks.add(Check.ok("places of " + name, "input, models and warehouse are within reach"));
      for (Embed embed : recipe.embed()) {
        if (embed.encoder() == EncoderKind.DJL || embed.encoder() == EncoderKind.SPARK_ML) {
          checks.add(model(conf, embed));
        }
      }
    }
    return checks;
  }

  private static List<Problem> problems(
      Configuration conf, Recipe recipe, List<Recipe> earlier, List<Check> checks) {
    try {
      return Places.withInput(conf, recipe, earlier);
    } catch (RuntimeException e) {
      checks.add(
          Check.of(
              "input of " + Printable.of(recipe.name()),
              Check.State.FAIL,
              String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private static Check model(Configuration conf, Embed embed) {
    String shown = embed.model() == null ? embed.className() : embed.model();
    try {
      String digest = ModelHash.of(conf, embed);
      String start = digest.substring(0, Math.min(SHOWN_DIGITS, digest.length()));
      return Check.ok(
          "model",
          Printable.of(shown)
              + (digest.isEmpty() ? "" : ", sha256 " + start + "...")
              + (embed.sha256() == null ? "" : ", as pinned"));
    } catch (Failure e) {
      return Check.of("model", Check.State.FAIL, e.getMessage());
    } catch (RuntimeException e) {
      return Check.of("model", Check.State.FAIL, String.valueOf(e.getMessage()));
    }
  }

  /** Checks the room below a warehouse and its clock, and lets two writers commit there. */
  static List<Check> ofWarehouse(SparkSession spark, String warehouse) {
    String folder = Warehouse.qualified(spark.sparkContext().hadoopConfiguration(), warehouse);
    CommitTrial trial = CommitTrial.of(spark, folder);
    List<Check> checks = new ArrayList<>();
    String shown = Printable.of(warehouse);
    if (!trial.fault().isEmpty()) {
      checks.add(
          Check.fail(
              "warehouse",
              shown + " takes no commit: " + Printable.of(trial.fault()),
              "name a folder that can be written, or put the file system's jars on the class"
                  + " path"));
    } else if (!trial.isSafe()) {
      checks.add(
          Check.fail(
              "warehouse",
              shown
                  + " let both of two writers commit in "
                  + (trial.rounds() - trial.losers())
                  + " of "
                  + trial.rounds()
                  + " rounds by "
                  + trial.store(),
              "use a file system with atomic rename or create, or a LogStore for it"));
    } else {
      checks.add(
          Check.ok(
              "warehouse",
              shown + ": of two writers one lost, " + trial.rounds() + " times of as many"));
    }
    if (trial.fault().isEmpty()) {
      checks.add(Clocks.ofFileSystem(shown, trial.stamp()));
    }
    if (folder.startsWith("file:/")) {
      Path at = Path.of(folder.replaceFirst("^file:/+", "/"));
      while (!Files.exists(at)) {
        at = at.getParent();
      }
      checks.add(room("warehouse disk", at));
    } else if (folder.startsWith("s3")) {
      checks.add(
          Check.warn(
              "warehouse",
              shown + " is on S3, where one driver at a time is safe",
              "let one driver write a recipe's tables, as the lease of a run does"));
    }
    return checks;
  }

  private PlaceChecks() {}
}
