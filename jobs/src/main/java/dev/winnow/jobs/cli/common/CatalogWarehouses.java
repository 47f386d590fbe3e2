package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.ResolvedValues;
import dev.winnow.jobs.recipe.check.RecipeChecks;
import dev.winnow.jobs.tables.CatalogSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Warehouses that recipes name by a schema of a Spark catalog. Commands replace the name by the
 * folder of the schema before they use a recipe, and keep the name in its values.
 */
public final class CatalogWarehouses {

  /** Returns the schema that a warehouse names by the catalogs of the session; starts no Spark. */
  public static Optional<CatalogSchema> schema(String warehouse) {
    return CatalogSchema.of(warehouse, CatalogWarehouses::isConfigured);
  }

  /** Returns the schema that a recipe names, also after it was located. */
  public static Optional<CatalogSchema> schema(LoadedRecipe recipe) {
    return schema(ResolvedValues.of(recipe.values()).path("warehouse").asText());
  }

  private static boolean isConfigured(String catalog) {
    String key = "spark.sql.catalog." + catalog;
    return Sessions.known()
        .map(spark -> !spark.conf().get(key, "").isEmpty())
        .orElseGet(() -> Sessions.settings().contains(key));
  }

  /**
   * Returns the folder of a warehouse.
   *
   * @param spark asked only if the warehouse is a schema
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if there is no such schema
   */
  public static String folder(Supplier<SparkSession> spark, String warehouse) {
    return schema(warehouse).map(schema -> schema.folder(spark.get())).orElse(warehouse);
  }

  /**
   * Returns recipes whose warehouses are folders.
   *
   * @param spark asked only if the warehouse of one is a schema
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if there is no such schema, with {@link
   *     ExitCode#USAGE} if the recipe breaks a rule with that folder
   */
  public static List<LoadedRecipe> located(
      Supplier<SparkSession> spark, List<LoadedRecipe> recipes) {
    return recipes.stream().map(recipe -> located(spark, recipe)).toList();
  }

  /** Returns one recipe, like {@link #located(Supplier, List)}. */
  public static LoadedRecipe located(Supplier<SparkSession> spark, LoadedRecipe recipe) {
    Optional<CatalogSchema> schema = schema(recipe);
    if (schema.isEmpty()) {
      return recipe;
    }
    Recipe located = recipe.recipe().withWarehouse(schema.get().folder(spark.get()));
    RecipeChecks.run(
        located,
        (key, message) -> {
          throw new Failure(ExitCode.USAGE, message);
        });
    return new LoadedRecipe(located, recipe.values(), recipe.origins());
  }

  /**
   * Requires that the catalog has no other tables under the names of the recipes' tables.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} if it has
   */
  public static void requireNames(SparkSession spark, List<LoadedRecipe> recipes) {
    recipes.forEach(
        recipe ->
            schema(recipe).ifPresent(schema -> schema.requireFree(spark, recipe.recipe().name())));
  }

  /** Adds the tables of a recipe to the catalog that its warehouse names; nothing for a folder. */
  public static void register(SparkSession spark, LoadedRecipe recipe) {
    schema(recipe).ifPresent(schema -> schema.register(spark, recipe.recipe().name()));
  }

  private CatalogWarehouses() {}
}
