package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.SmallRelease;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands doctor and plan, on a recipe that has run. */
class FirstHourTest {

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aFitMachinePassesAndItsWarehouseIsAsItWas() throws IOException {
    Path warehouse = Path.of(SmallRelease.get().recipe()).getParent();
    List<String> before = files(warehouse);
    CommandRun doctor = run("doctor", SmallRelease.get().recipe(), "--json");

    assertEquals(0, doctor.code(), doctor.out() + doctor.err());
    JsonNode checks = doctor.json().path("checks");
    assertTrue(checks.size() > 10, checks.toString());
    checks.forEach(check -> assertFalse(check.path("state").asText().equals("fail")));
    assertEquals(before, files(warehouse));
  }

  @Test
  void aFaultyRecipeAndAMissingInputFailWithFive(@TempDir Path folder) throws IOException {
    LocalSpark.session();
    Path faulty = Files.writeString(folder.resolve("a.yaml"), "name: a\nnonsense: 1\n");
    CommandRun doctor = run("doctor", faulty.toString(), "--quiet");
    assertEquals(5, doctor.code(), doctor.out());
    assertTrue(doctor.out().contains("fail  recipe"), doctor.out());

    String recipe = SmallRelease.get().recipe();
    CommandRun absent = run("doctor", recipe, "--set", "input.path=/nowhere/at/all");
    assertEquals(5, absent.code(), absent.out());
    assertTrue(absent.out().contains("/nowhere/at/all"), absent.out());
  }

  @Test
  void aPlanTakesOverWhatARunWouldAndWritesNothing() throws IOException {
    Path warehouse = Path.of(SmallRelease.get().recipe()).getParent();
    List<String> before = files(warehouse);
    CommandRun same =
        run("plan", SmallRelease.get().recipe(), "--quiet", "--json", "--price-per-hour", "3600");
    assertEquals(0, same.code(), same.err());
    assertTrue(same.json().path("reused").toString().endsWith("\"prune\"]"), same.out());
    assertTrue(same.json().path("price").path("expected").asDouble() > 0, same.out());

    CommandRun other =
        run("plan", SmallRelease.get().recipe(), "--quiet", "--json", "--set", "cluster.k=7");
    JsonNode plan = other.json();
    assertEquals("[\"ingest\",\"embed\"]", plan.path("reused").toString());
    assertEquals(240, plan.path("input").path("rows").asLong());
    assertEquals(7, plan.path("clusters").path("k").asLong());
    assertTrue(plan.path("stages").get(2).path("by_earlier_run").asBoolean(), other.out());
    assertTrue(plan.path("seconds").path("low").asDouble() > 0);
    assertEquals(before, files(warehouse));
  }
}
