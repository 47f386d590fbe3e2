package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.CommonOptions;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.Sessions;
import dev.winnow.jobs.cli.common.SetOption;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.plan.PlanCard;
import dev.winnow.jobs.plan.Planner;
import dev.winnow.jobs.plan.RunPlan;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.preflight.Problem;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Estimates a run before it starts. */
@Command(
    name = "plan",
    description = {
      "Estimates time, memory and storage of a run, and lists the stages that it takes over.",
      "Reads listings, footers and first rows, times decoder, encoder and clusters for a few"
          + " seconds, and writes nothing in the warehouse. Ends with 5 if the run does not fit"
          + " into memory, and names the k that does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow plan my.yaml",
      "  winnow plan my.yaml --set cluster.k=100000 --json",
      "  winnow --master yarn plan my.yaml --price-per-hour 12.50"
    })
final class PlanCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Mixin private SetOption sets;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "run id; default: a hash of the recipe and the input")
  private String runId;

  @Option(
      names = "--price-per-hour",
      paramLabel = "PRICE",
      description = "price of an hour of the machine or cluster, in any currency")
  private Double price;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (price != null && !(price >= 0 && price < 1e9)) {
      throw new Failure(
          ExitCode.USAGE, "--price-per-hour must be a number of at least 0, got " + price);
    }
    try (LazySession early = new LazySession()) {
      return plan(
          CatalogWarehouses.located(early, RecipeFiles.load(common.recipe(), sets.values())));
    }
  }

  private int plan(List<LoadedRecipe> recipes) throws IOException {
    List<PlanCard> cards = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    requirePlaces(recipes);
    boolean running = Sessions.known().isPresent();
    long start = System.nanoTime();
    Path made = Files.createTempDirectory("winnow-plan");
    try (Sessions session = Sessions.open(recipes, common.quiet())) {
      double seconds = running ? 0 : (System.nanoTime() - start) / 1e9;
      session.spark().sparkContext().setJobDescription("winnow plan");
      try {
        Planner planner = new Planner(session.spark(), seconds);
        for (LoadedRecipe recipe : recipes) {
          RunPlan plan = planner.plan(recipe, runId, sampleFolder(recipe, made));
          PlanCard card = new PlanCard(plan, price);
          cards.add(card);
          if (!plan.fits()) {
            refusals.add(card.refusal());
          }
        }
      } finally {
        session.spark().sparkContext().setJobDescription(null);
      }
    } finally {
      FileUtils.deleteQuietly(made.toFile());
    }
    print(cards);
    if (!refusals.isEmpty()) {
      throw new Failure(ExitCode.ENVIRONMENT, String.join("; ", refusals));
    }
    return 0;
  }

  private static void requirePlaces(List<LoadedRecipe> recipes) {
    try (LazySession session = new LazySession()) {
      Configuration hadoop = session.hadoop();
      List<Recipe> all = recipes.stream().map(LoadedRecipe::recipe).toList();
      for (int i = 0; i < all.size(); i++) {
        Problem.refuse(Places.besidesInput(hadoop, all.get(i), all.subList(0, i)));
      }
    }
  }

  /** Returns the warehouse if it holds the sample corpus already; a temporary folder if not. */
  private static String sampleFolder(LoadedRecipe recipe, Path made) {
    String warehouse = recipe.recipe().warehouse();
    String local = warehouse.replaceFirst("^file:/+", "/");
    boolean remote = local.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:/.*");
    return remote || !Files.isDirectory(Path.of(local, "_sample"))
        ? made.toUri().toString()
        : Path.of(local).toAbsolutePath().toUri().toString();
  }

  private void print(List<PlanCard> cards) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      List<Map<String, Object>> all = cards.stream().map(PlanCard::json).toList();
      Json.print(all, out);
    } else {
      cards.forEach(card -> out.print(card.text()));
      out.flush();
    }
  }
}
