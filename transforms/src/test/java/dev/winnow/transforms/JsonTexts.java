package dev.winnow.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Documents of a gzip file of JSON lines. */
public record JsonTexts(
    String id, String text, String label, String split, String source, String kind) {

  public static List<JsonTexts> read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonTexts> texts = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode node = json.readTree(line);
        texts.add(
            new JsonTexts(
                node.path("id").asText(),
                node.path("text").asText(),
                node.path("label").asText(),
                node.path("split").asText(),
                node.path("source").asText(),
                node.path("kind").asText()));
      }
    }
    return texts;
  }
}
