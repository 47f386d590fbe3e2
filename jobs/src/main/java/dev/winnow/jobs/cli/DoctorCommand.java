package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.PlatformCheck;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.RecipeSecrets;
import dev.winnow.jobs.cli.common.Sessions;
import dev.winnow.jobs.cli.common.SetOption;
import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.doctor.Check;
import dev.winnow.jobs.doctor.Diagnosis;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeFaults;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import scala.Tuple2;
import scala.util.Properties$;

/** Checks the machine or cluster, and the places of a recipe. */
@Command(
    name = "doctor",
    description = {
      "Checks Java, Spark, Delta, native libraries, disks and executors, each with a fix.",
      "With RECIPE, also its input, models and warehouse: two writers commit there, and one must"
          + " lose. Only what the recipe needs can fail. Ends with 5 if a check fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow doctor",
      "  winnow doctor my.yaml",
      "  winnow --master yarn doctor my.yaml --json"
    })
final class DoctorCommand implements Callable<Integer> {

  /** Column in which findings begin. */
  private static final int SUBJECT = 20;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "recipe file (YAML): a path, or a URI of a Hadoop file system")
  private String recipe;

  @Mixin private SetOption sets;

  @Option(names = "--quiet", description = "print no line for a check that is ok")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output instead of the lines")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<LoadedRecipe> recipes = List.of();
    String fault = null;
    if (recipe != null) {
      try {
        recipes = RecipeFiles.load(recipe, sets.values());
      } catch (RecipeFaults e) {
        fault = e.count() + ": " + String.join(" | ", e.lines()) + "; run `winnow validate`";
      }
    }
    List<Check> checks;
    try (LazySession session = new LazySession()) {
      List<LoadedRecipe> located = new ArrayList<>();
      List<String> absent = new ArrayList<>();
      for (LoadedRecipe each : recipes) {
        try {
          located.add(CatalogWarehouses.located(session, each));
        } catch (RuntimeException | LinkageError e) {
          absent.add(String.valueOf(e.getMessage()));
        }
      }
      Diagnosis diagnosis = new Diagnosis(located);
      if (recipe != null) {
        diagnosis.add(
            "recipe", fault == null, fault == null ? Printable.of(recipe) + " is valid" : fault);
      }
      absent.forEach(why -> diagnosis.add("warehouse", false, why));
      checks = diagnosis.run(platform(), settings(), session);
    }
    print(checks);
    return checks.stream().anyMatch(check -> check.state() == Check.State.FAIL)
        ? ExitCode.ENVIRONMENT.code()
        : 0;
  }

  private static Diagnosis.Platform platform() {
    Properties built = Versions.properties();
    String spark = package$.MODULE$.SPARK_VERSION();
    String scala = Properties$.MODULE$.versionNumberString();
    Optional<String> refusal =
        PlatformCheck.ofThisJar().refusal(spark, scala, Runtime.version().feature());
    String localDirs =
        Optional.ofNullable(System.getenv("SPARK_LOCAL_DIRS"))
            .orElseGet(
                () ->
                    Sessions.settings()
                        .get("spark.local.dir", System.getProperty("java.io.tmpdir")));
    return new Diagnosis.Platform(
        "Java " + System.getProperty("java.version") + ", Spark " + spark + ", Scala " + scala,
        refusal,
        built.getProperty("delta"),
        localDirs);
  }

  private static Map<String, String> settings() {
    SparkConf conf = Sessions.settings();
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> each : conf.getAll()) {
      settings.put(each._1(), each._2());
    }
    return settings;
  }

  private void print(List<Check> checks) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (Check check : checks) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("check", check.check());
        each.put("state", check.state().word());
        each.put("finding", RecipeSecrets.masked(check.finding()));
        each.put("fix", RecipeSecrets.masked(check.fix()));
        all.add(each);
      }
      Json.print(List.of(Map.of("checks", all)), out);
      return;
    }
    long bad = 0;
    for (Check check : checks) {
      bad += check.state() == Check.State.FAIL ? 1 : 0;
      if (!quiet || check.state() != Check.State.OK) {
        String subject = check.check();
        out.println(
            String.format("%-4s  ", check.state().word())
                + subject
                + " ".repeat(Math.max(2, SUBJECT - subject.length()))
                + RecipeSecrets.masked(Printable.of(check.finding()))
                + (check.fix().isEmpty()
                    ? ""
                    : "  (" + RecipeSecrets.masked(Printable.of(check.fix())) + ")"));
      }
    }
    if (!quiet) {
      out.println(
          (bad == 0 ? "no check failed" : bad + (bad == 1 ? " check" : " checks") + " failed")
              + (recipe == null ? "; name a recipe to check its input, models and warehouse" : ""));
    }
    out.flush();
  }
}
