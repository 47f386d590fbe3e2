package dev.winnow.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a folder of MDS shards by its index, as a loader does. */
final class MdsFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode shards;

  MdsFolder(Path folder) throws IOException {
    this.folder = folder;
    JsonNode index = JSON.readTree(folder.resolve("index.json").toFile());
    require(index.path("version").asInt() == 2, index);
    this.shards = index.path("shards");
  }

  JsonNode shards() {
    return shards;
  }

  /** Returns the samples of all shards in their order. */
  List<Map<String, Object>> samples() throws IOException {
    List<Map<String, Object>> samples = new ArrayList<>();
    for (JsonNode shard : shards) {
      require(shard.path("version").asInt() == 2 && shard.path("format").asText().equals("mds"), 0);
      require(shard.get("compression").isNull() && shard.get("zip_data").isNull(), shard);
      Path file = folder.resolve(shard.path("raw_data").path("basename").asText());
      byte[] bytes = Files.readAllBytes(file);
      require(bytes.length == shard.path("raw_data").path("bytes").asLong(), file);
      ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int count = data.getInt();
      require(count == shard.path("samples").asInt(), file);
      int[] places = new int[count + 1];
      data.asIntBuffer().get(places);
      data.position(data.position() + 4 * places.length);
      JsonNode config = JSON.readTree(bytes, data.position(), places[0] - data.position());
      for (var field : config.properties()) {
        require(field.getValue().equals(shard.get(field.getKey())), field);
      }
      require(places[count] == bytes.length, file);
      for (int i = 0; i < count; i++) {
        ByteBuffer sample = data.slice(places[i], places[i + 1] - places[i]);
        samples.add(sample(sample.order(ByteOrder.LITTLE_ENDIAN), config));
        require(!sample.hasRemaining(), file);
      }
    }
    return samples;
  }

  private static Map<String, Object> sample(ByteBuffer sample, JsonNode config) throws IOException {
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode size : config.path("column_sizes")) {
      sizes.add(size.isNull() ? sample.getInt() : size.asInt());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < sizes.size(); i++) {
      byte[] value = new byte[sizes.get(i)];
      sample.get(value);
      values.put(
          config.path("column_names").path(i).asText(),
          decoded(config.path("column_encodings").path(i).asText(), value));
    }
    return values;
  }

  private static Object decoded(String encoding, byte[] value) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    return switch (encoding) {
      case "bytes" -> value;
      case "str" -> new String(value, StandardCharsets.UTF_8);
      case "json" -> JSON.readTree(value);
      case "int" -> bytes.getLong();
      case "int32" -> bytes.getInt();
      case "float64" -> bytes.getDouble();
      case "ndarray:float32" -> array(bytes);
      default -> throw new IllegalArgumentException(encoding);
    };
  }

  /** Reads axes times 4 plus the width of lengths, then as many lengths, then the floats. */
  private static float[] array(ByteBuffer bytes) {
    int head = bytes.get();
    require(head >> 2 == 1, head);
    int length =
        switch (head & 3) {
          case 0 -> bytes.get() & 0xff;
          case 1 -> bytes.getShort() & 0xffff;
          case 2 -> bytes.getInt();
          default -> throw new IllegalArgumentException("width " + head);
        };
    require(bytes.remaining() == 4 * length, length);
    float[] floats = new float[length];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }

  private static void require(boolean holds, Object about) {
    if (!holds) {
      throw new IllegalStateException("not as the format has it: " + about);
    }
  }
}
