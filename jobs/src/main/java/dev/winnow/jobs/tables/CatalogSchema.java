package dev.winnow.jobs.tables;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Schema of a Spark catalog. Its location is the folder of a warehouse, in which the tables of
 * recipes lie as in any other. The catalog has them as external tables, so that SQL finds them by
 * name and a table that is dropped there keeps its files.
 */
public record CatalogSchema(String catalog, String schema) {

  /** Name of the catalog that every session has. */
  public static final String SESSION = "spark_catalog";

  private static final Pattern FORM = Pattern.compile("([A-Za-z_][\\w-]*)\\.([A-Za-z0-9_][\\w-]*)");

  /** Characters that catalogs refuse in the name of a table. */
  private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9_]");

  /**
   * Reads a warehouse as {@code CATALOG.SCHEMA}.
   *
   * @param catalogs says if the session configures a catalog of this name; {@link #SESSION} is
   *     always there
   * @return empty for a folder; {@code ./a.b} is a folder whatever the catalogs
   */
  public static Optional<CatalogSchema> of(String warehouse, Predicate<String> catalogs) {
    Matcher names = FORM.matcher(warehouse);
    return names.matches() && (names.group(1).equals(SESSION) || catalogs.test(names.group(1)))
        ? Optional.of(new CatalogSchema(names.group(1), names.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return catalog + "." + schema;
  }

  /**
   * Returns the location of the schema, without a slash in the end.
   *
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if there is no such schema, or it has no
   *     location, or the catalog does not answer
   */
  public String folder(SparkSession spark) {
    Optional<String> location;
    try {
      if (!spark.catalog().databaseExists(quoted())) {
        throw new Failure(
            ExitCode.ENVIRONMENT,
            "warehouse must name a schema that exists, "
                + this
                + " does not; make it by CREATE SCHEMA "
                + quoted()
                + " LOCATION 'FOLDER'. A folder of this name is ./"
                + this);
      }
      location =
          value(spark.sql("DESCRIBE SCHEMA EXTENDED " + quoted()).collectAsList(), "Location");
    } catch (Failure e) {
      throw e;
    } catch (Exception e) { // Spark's AnalysisException is checked, and declared nowhere.
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "warehouse must name a schema that Spark can look up, " + this + " is not: " + line(e),
          e);
    }
    String folder =
        location.orElseThrow(
            () ->
                new Failure(
                    ExitCode.ENVIRONMENT,
                    "warehouse must name a schema with a location, "
                        + this
                        + " has none; make one by CREATE SCHEMA ... LOCATION 'FOLDER'"));
    return qualified(spark, unescaped(folder));
  }

  /**
   * Requires that each table of a recipe either has no name in the catalog yet, or is there.
   *
   * @param recipe name of the recipe
   * @throws Failure with {@link ExitCode#CONFLICT} if a name is taken by another table or a view
   */
  public void requireFree(SparkSession spark, String recipe) {
    String folder = folder(spark) + "/" + recipe;
    Map<String, String> taken = tables(spark, recipe);
    for (TableSpec spec : Tables.every()) {
      String location = taken.get(name(recipe, spec));
      String path = folder + "/" + spec.name();
      if (location != null && !location.equals(path)) {
        throw new Failure(
            ExitCode.CONFLICT,
            "table "
                + quoted(name(recipe, spec))
                + " must be that of the recipe, at "
                + path
                + ", but is "
                + (location.isEmpty() ? "a view" : "one at " + location)
                + "; give the recipe another name, or the warehouse another schema");
      }
    }
  }

  /**
   * Adds the tables of a recipe that exist to the catalog. Writes no commit. Costs a look at the
   * catalog and at the log of each table that it adds.
   *
   * @param recipe name of the recipe
   * @throws Failure like {@link #requireFree}
   */
  public void register(SparkSession spark, String recipe) {
    requireFree(spark, recipe);
    Map<String, String> known = tables(spark, recipe);
    TableStore tables = new TableStore(spark, folder(spark) + "/" + recipe);
    for (TableSpec spec : Tables.every()) {
      if (!known.containsKey(name(recipe, spec)) && tables.exists(spec)) {
        spark.sql(
            "CREATE TABLE IF NOT EXISTS "
                + quoted(name(recipe, spec))
                + " USING delta LOCATION '"
                + tables.path(spec).replace("\\", "\\\\").replace("'", "\\'")
                + "'");
      }
    }
  }

  private static String name(String recipe, TableSpec spec) {
    return FOREIGN.matcher(recipe + "_" + spec.name()).replaceAll("_");
  }

  private String quoted() {
    return "`" + catalog + "`.`" + schema + "`";
  }

  private String quoted(String table) {
    return quoted() + ".`" + table + "`";
  }

  /** Returns the locations of all tables whose names begin as those of a recipe; "" for a view. */
  private Map<String, String> tables(SparkSession spark, String recipe) {
    String pattern =
        " IN " + quoted() + " LIKE '" + FOREIGN.matcher(recipe).replaceAll("_") + "_*'";
    Map<String, String> tables = new HashMap<>();
    if (catalog.equals(SESSION)) {
      // Unlike DESCRIBE, this does not fail for a table whose files are gone.
      for (Row table : spark.sql("SHOW TABLE EXTENDED" + pattern).collectAsList()) {
        String facts = table.getAs("information");
        String location = facts.contains("\nType: VIEW\n") ? "" : fact(facts, "Location: ");
        tables.put(table.getAs("tableName"), location.isEmpty() ? "" : qualified(spark, location));
      }
      return tables;
    }
    for (Row table : spark.sql("SHOW TABLES" + pattern).collectAsList()) {
      String name = table.getAs("tableName");
      List<Row> rows = spark.sql("DESCRIBE TABLE EXTENDED " + quoted(name)).collectAsList();
      // A column of data may have the name of a fact, which stand below the columns.
      int facts = 0;
      while (facts < rows.size() && !rows.get(facts).getString(0).startsWith("# Detailed")) {
        facts++;
      }
      tables.put(
          name,
          value(rows.subList(facts, rows.size()), "Location")
              .map(location -> qualified(spark, location))
              .orElse(""));
    }
    return tables;
  }

  private static String fact(String facts, String name) {
    return facts
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  private static Optional<String> value(List<Row> facts, String name) {
    return facts.stream()
        .filter(fact -> fact.getString(0).equals(name) && !fact.isNullAt(1))
        .map(fact -> fact.getString(1))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static String qualified(SparkSession spark, String folder) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    String whole = Warehouse.qualified(conf, folder);
    return whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
  }

  /** Catalogs write the location of a schema as a URI with escapes, where a path has none. */
  private static String unescaped(String location) {
    try {
      URI uri = new URI(location);
      return uri.isAbsolute() ? new Path(uri).toString() : location;
    } catch (URISyntaxException e) {
      return location;
    }
  }

  private static String line(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
