package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** JSON files of a model's folder. Each is read once. */
final class Configs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, JsonNode> read = new HashMap<>();

  Configs(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(path(name));
  }

  /**
   * Returns the content of a file; a missing node without the file.
   *
   * @throws ModelUnsupported if it is not JSON, or neither an object nor a list
   */
  JsonNode read(String name) {
    return read.computeIfAbsent(name, this::parse);
  }

  private JsonNode parse(String name) {
    if (!has(name)) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode content = JSON.readTree(path(name).toFile());
      if (!content.isContainerNode()) {
        throw new ModelUnsupported(
            name
                + " of the model must hold a JSON object or list, it is "
                + (content.isMissingNode() ? "empty" : "another value")
                + "; copy the file again");
      }
      return content;
    } catch (JsonProcessingException e) {
      throw new ModelUnsupported(
          name + " of the model must be JSON, it is not; copy the file again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " of the model can't be read", e);
    }
  }
}
