package dev.winnow.jobs.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.SmallTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogsIT {

  @TempDir private Path folder;

  @Test
  void everyLineIsAnObjectAndThoseOfARunNameRunRecipeAndStage() throws Exception {
    Path recipe = folder.resolve("recipe.yaml");
    Path texts = SmallTexts.write(folder.resolve("texts"));
    Files.writeString(recipe, SmallTexts.recipe("logged", folder.resolve("tables"), texts));
    Command done =
        Command.start(
                List.of("-Dspark.ui.enabled=false"),
                Map.of(
                    "LOG4J_CONFIGURATION_FILE",
                    ConfigFiles.root()
                        .resolve("cluster-configs/conf/log4j2-json.properties")
                        .toString()),
                System.getProperty("java.class.path"),
                "ingest",
                recipe.toString(),
                "--quiet",
                "--run-id",
                "night")
            .await();
    assertEquals(0, done.code(), done.err());
    List<JsonNode> lines = new ArrayList<>();
    for (String line : done.err().lines().toList()) {
      // The JVM itself warns of its incubating module before any logger exists.
      if (!line.startsWith("WARNING: ")) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    assertFalse(lines.isEmpty());
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.path("run").asText().equals("night")
                        && line.path("recipe").asText().equals("logged")
                        && line.path("stage").asText().equals("ingest")
                        && line.path("message").asText().contains("ingest")),
        done.err());
    assertFalse(done.err().contains("Exit code:"), done.err());
  }
}
