package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.number;
import static dev.winnow.jobs.report.page.DataTable.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.StageTime;
import dev.winnow.jobs.run.CutFacts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that is needed to make the release again. */
final class ReproduceSection {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Section of(ReleaseFacts facts) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Code("Command", command(facts)));
    blocks.add(new Block.Code("Effective recipe", recipe(facts.recipe())));
    blocks.add(
        new Block.Terms(
            List.of(
                new Block.Term("Digest", facts.tables().release().digest()),
                new Block.Term("Recipe hash", facts.run().recipeHash()),
                new Block.Term("Seed", Long.toString(facts.run().recipe().seed())),
                new Block.Term(
                    "Winnow",
                    facts.stages().stream()
                        .map(StageTime::version)
                        .distinct()
                        .collect(Collectors.joining(", "))),
                new Block.Term("Tables", facts.tables().store().folder()))));
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    new TreeMap<>(facts.tables().release().versions())
        .forEach(
            (table, version) ->
                rows.add(
                    List.of(
                        cell(table),
                        new DataTable.Cell(version.toString(), version.toString(), null))));
    blocks.add(
        new DataTable(
            "versions",
            "Versions of the tables of this release",
            List.of(text("Table"), number("Version")),
            rows,
            null));
    return new Section(
        "reproduce",
        "Reproduce",
        "Write the recipe to recipe.yaml and run the command. The same input gives a release with"
            + " the same digest, unless the version of Winnow changes results.",
        blocks);
  }

  private static String command(ReleaseFacts facts) {
    String run = "winnow run recipe.yaml --run-id " + facts.run().runId();
    CutFacts cut = facts.cut();
    if (cut == null) {
      return run;
    }
    String size =
        cut.keepTokens() != null
            ? "--keep-tokens " + cut.keepTokens()
            : cut.keepBytes() != null
                ? "--keep-bytes " + cut.keepBytes()
                : "--target-rows " + cut.kept();
    return run
        + "\nwinnow cut recipe.yaml --run-id "
        + facts.run().runId()
        + " "
        + size
        + " --metric "
        + cut.metric()
        + " --keep "
        + cut.keep()
        + " --release "
        + facts.tables().release().name();
  }

  /** Returns the values of a stored recipe as YAML: objects by indentation, all else as JSON. */
  static String recipe(String stored) {
    try {
      StringBuilder yaml = new StringBuilder();
      write(JSON.readTree(stored).path("recipe"), "", yaml);
      return yaml.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("table runs holds a recipe that is not JSON", e);
    }
  }

  private static void write(JsonNode object, String indent, StringBuilder yaml) {
    Iterator<String> names = object.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      JsonNode value = object.get(name);
      boolean nested = value instanceof ObjectNode && !value.isEmpty();
      if (value.isNull()) {
        continue;
      }
      yaml.append(indent).append(name).append(':');
      if (nested) {
        yaml.append('\n');
        write(value, indent + "  ", yaml);
      } else {
        yaml.append(' ').append(value).append('\n');
      }
    }
  }

  private ReproduceSection() {}
}
