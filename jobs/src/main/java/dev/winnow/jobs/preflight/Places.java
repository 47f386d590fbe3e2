package dev.winnow.jobs.preflight;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.embed.known.ModelLookup;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMissing;
import dev.winnow.transforms.ingest.files.StorageReasons;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Finds the places of a recipe that its run could not use. */
public final class Places {

  /** Absent paths of the input that end the look at it. */
  private static final int MOST_PATHS = 10;

  private final Recipe recipe;
  private final List<Recipe> earlier;
  private final Look look;
  private final List<Problem> problems = new ArrayList<>();

  private Places(Recipe recipe, List<Recipe> earlier, Look look) {
    this.recipe = recipe;
    this.earlier = earlier;
    this.look = look;
  }

  /**
   * Looks at the files of this machine only, and at no folder's content.
   *
   * @param earlier recipes that run before, whose tables are taken to be there
   * @param withWarehouse false for a warehouse that is no folder
   */
  public static List<Problem> onThisMachine(
      Recipe recipe, List<Recipe> earlier, boolean withWarehouse) {
    Places places = new Places(recipe, earlier, LocalLook.ofThisProcess());
    places.inputExists();
    places.besidesWarehouse();
    if (withWarehouse) {
      places.warehouse();
    }
    return List.copyOf(places.problems);
  }

  /** Returns the messages of {@link #onThisMachine}, without the warehouse. */
  public static List<String> unfitHere(Recipe recipe, List<Recipe> earlier) {
    return onThisMachine(recipe, earlier, false).stream().map(Problem::message).toList();
  }

  /**
   * Looks at all file systems. The files of the input are left to its reader, which lists them.
   *
   * @param earlier recipes that run before, whose tables are taken to be there
   */
  public static List<Problem> besidesInput(
      Configuration conf, Recipe recipe, List<Recipe> earlier) {
    return new Places(recipe, earlier, new HadoopLook(conf)).others();
  }

  /**
   * Looks at all file systems, and for paths of the input that do not exist. It lists no folder,
   * and leaves an input that can't be asked for to its reader, which reports it.
   *
   * @param earlier recipes that run before, whose tables are taken to be there
   */
  public static List<Problem> withInputPaths(
      Configuration conf, Recipe recipe, List<Recipe> earlier) {
    Places places = new Places(recipe, earlier, new HadoopLook(conf));
    places.inputExists();
    places.problems.removeIf(problem -> problem.cause() != null);
    return places.others();
  }

  /**
   * Looks at all file systems, and lists the files of the input as a run does.
   *
   * @param earlier recipes that run before, whose tables are taken to be there
   */
  public static List<Problem> withInput(Configuration conf, Recipe recipe, List<Recipe> earlier) {
    Places places = new Places(recipe, earlier, new HadoopLook(conf));
    InputFormat format = recipe.input().format();
    if (format == InputFormat.DELTA) {
      places.inputExists();
    } else if (format != InputFormat.SAMPLE
        && recipe.input().path().stream().noneMatch(places::isMade)) {
      try {
        InputFiles.list(conf, format, recipe.input().path(), recipe.input().followLinks());
      } catch (InputMissing e) {
        places.problems.add(new Problem(ExitCode.INPUT, e.getMessage(), e));
      }
    }
    return places.others();
  }

  private void inputExists() {
    List<String> paths = recipe.input().path();
    if (paths == null) {
      return;
    }
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      exists("input.path", path, () -> look.matches(path));
      if (problems.size() == MOST_PATHS && i + 1 < paths.size()) {
        problems.add(
            new Problem(
                ExitCode.INPUT,
                "input.path must exist, its last "
                    + (paths.size() - i - 1)
                    + " paths were not looked at"));
        return;
      }
    }
  }

  private List<Problem> others() {
    besidesWarehouse();
    warehouse();
    return List.copyOf(problems);
  }

  private void besidesWarehouse() {
    for (int i = 0; i < recipe.embed().size(); i++) {
      String section = recipe.severalEncoders() ? Section.item("embed", i) : "embed";
      model(section + ".model", recipe.embed().get(i));
    }
    place("cluster.prototypes", recipe.cluster().prototypes());
    if (recipe.dedup() != null && recipe.dedup().exclude() != null) {
      place("dedup.exclude.path", recipe.dedup().exclude().path());
    }
  }

  /** Looks for the model of an encoder: a path, or the name of a known model. */
  private void model(String key, Embed embed) {
    String model = embed.model();
    if (embed.encoder() != EncoderKind.DJL || model == null || ModelLookup.isPath(model)) {
      place(key, model);
      return;
    }
    try {
      if (look.kind(model) == Look.Kind.ABSENT) {
        ModelLookup.fault(model)
            .ifPresent(fault -> problems.add(new Problem(ExitCode.INPUT, fault)));
      }
    } catch (IOException e) {
      problems.add(
          new Problem(
              ExitCode.INPUT,
              key + " must be within reach, " + model + " is not: " + StorageReasons.of(e),
              e));
    }
  }

  private void place(String key, String path) {
    if (path != null) {
      exists(key, path, () -> look.kind(path) != Look.Kind.ABSENT);
    }
  }

  private void warehouse() {
    String warehouse = recipe.warehouse();
    try {
      if (look.kind(warehouse) == Look.Kind.FILE) {
        problems.add(
            new Problem(
                ExitCode.ENVIRONMENT,
                "warehouse must be a folder, " + warehouse + " is a file; name another folder"));
      } else if (!look.isWritable(warehouse + "/" + recipe.name())) {
        problems.add(
            new Problem(
                ExitCode.ENVIRONMENT,
                "warehouse must be writable, "
                    + warehouse
                    + " is not; name another folder, or change the rights of this one"));
      }
    } catch (IOException | RuntimeException e) {
      problems.add(
          new Problem(
              ExitCode.ENVIRONMENT,
              "warehouse must be within reach, " + warehouse + " is not: " + StorageReasons.of(e),
              e));
    }
  }

  /** Returns whether a path lies among the tables of a recipe that runs before. */
  private boolean isMade(String path) {
    return earlier.stream()
        .anyMatch(made -> path.startsWith(made.warehouse() + "/" + made.name() + "/"));
  }

  /** Answer of a file system. */
  @FunctionalInterface
  private interface Existence {
    boolean check() throws IOException;
  }

  private void exists(String key, String path, Existence existence) {
    try {
      if (!isMade(path) && !existence.check()) {
        problems.add(new Problem(ExitCode.INPUT, key + " must exist, " + path + " does not"));
      }
    } catch (IOException | RuntimeException e) {
      problems.add(
          new Problem(
              ExitCode.INPUT,
              key + " must be within reach, " + path + " is not: " + StorageReasons.of(e),
              e));
    }
  }
}
