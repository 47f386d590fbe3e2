package dev.winnow.jobs.support;

import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * A copy of the tables of {@link SmallRelease} that a test may change.
 *
 * @param recipe recipe file whose warehouse is the copy
 */
public record CopiedRelease(Path folder, String recipe) {

  public static CopiedRelease into(Path folder) throws IOException {
    Path from = SmallRelease.get().folder();
    try (Stream<Path> files = Files.walk(from.resolve("tables"))) {
      for (Path file : files.toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    Path recipe = folder.resolve("small.yaml");
    Files.writeString(
        recipe, SmallTexts.recipe("small", folder.resolve("tables"), from.resolve("texts")));
    return new CopiedRelease(folder, recipe.toString());
  }

  public Path tables() {
    return folder.resolve("tables/small");
  }

  /** Returns the rows of each version of a table that a release names, as sorted texts. */
  public Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Row entry : new ReleasedTables(tables()).latest("releases").collectAsList()) {
      String table = entry.getAs("table");
      long version = entry.<Long>getAs("version");
      rows.computeIfAbsent(
          table + "@" + version,
          key ->
              LocalSpark.session()
                  .read()
                  .format("delta")
                  .option("versionAsOf", version)
                  .load(tables().resolve(table).toString())
                  .toJSON()
                  .collectAsList()
                  .stream()
                  .sorted()
                  .toList());
    }
    return rows;
  }

  /** Returns the sizes of the data files of all tables, by path. */
  public Map<String, Long> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(tables())) {
      List<Path> data = new ArrayList<>();
      files.filter(f -> f.getFileName().toString().matches("part-.*parquet")).forEach(data::add);
      Map<String, Long> sizes = new TreeMap<>();
      for (Path file : data) {
        sizes.put(tables().relativize(file).toString(), Files.size(file));
      }
      return sizes;
    }
  }

  public static String names(Map<String, Long> files) {
    return files.keySet().stream().collect(Collectors.joining("\n"));
  }
}
