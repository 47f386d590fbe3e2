package dev.winnow.jobs.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.ContentDigest;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Columns of MDS shards, the format of MosaicML Streaming: their names in the order of the format,
 * their encodings, and the bytes of a sample.
 *
 * @param modality modality of the rows
 * @param labels labels of the rows; no column without any
 */
record MdsColumns(Modality modality, ReleaseLabels labels) implements Serializable {

  static final String IMAGE = "image";

  private static final int VERSION = 2;

  /** Encoding of a column: the name that readers know, and the size of values that have one. */
  private enum Encoding {
    BYTES("bytes", 0),
    STR("str", 0),
    JSON("json", 0),
    FLOATS("ndarray:float32", 0),
    INT("int", Long.BYTES),
    INT32("int32", Integer.BYTES),
    FLOAT64("float64", Double.BYTES);

    private final String label;
    private final int size;

    Encoding(String label, int size) {
      this.label = label;
      this.size = size;
    }
  }

  private SortedMap<String, Encoding> encodings() {
    SortedMap<String, Encoding> columns = new TreeMap<>();
    if (modality.hasImage()) {
      columns.put(IMAGE, Encoding.BYTES);
    }
    if (modality.hasText()) {
      columns.put(Examples.TEXT, Encoding.STR);
    }
    if (modality == Modality.EMBEDDING) {
      columns.put(Sample.VECTOR, Encoding.FLOATS);
    }
    if (labels.any()) {
      columns.put(Examples.LABEL, label());
    }
    columns.put(Examples.ID, Encoding.STR);
    columns.put(Examples.METADATA, Encoding.JSON);
    columns.put(Scores.CLUSTER_ID, Encoding.INT32);
    columns.put(Scores.HARDNESS, Encoding.FLOAT64);
    columns.put(Decisions.KEEP_RANK, Encoding.INT);
    columns.put(Decisions.KEEP_QUANTILE, Encoding.FLOAT64);
    return columns;
  }

  /** The format has no null, but JSON has. */
  private Encoding label() {
    if (!labels.all()) {
      return Encoding.JSON;
    }
    return labels.integers() ? Encoding.INT : Encoding.STR;
  }

  /** Returns the JSON object that stands in every shard, and for every shard in the index. */
  ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    ArrayNode encodings = config.putArray("column_encodings");
    ArrayNode names = config.putArray("column_names");
    ArrayNode sizes = config.putArray("column_sizes");
    encodings()
        .forEach(
            (name, encoding) -> {
              names.add(name);
              encodings.add(encoding.label);
              sizes.add(encoding.size == 0 ? null : encoding.size);
            });
    config.putNull("compression");
    config.put("format", "mds");
    config.putArray("hashes");
    config.putNull("size_limit");
    return config.put("version", VERSION);
  }

  /**
   * Returns the bytes of a sample: the lengths of the values without a fixed size as 32 bits, then
   * all values, both in the order of the names.
   */
  byte[] encode(Sample sample) {
    SortedMap<String, Encoding> columns = encodings();
    List<byte[]> values = new ArrayList<>();
    int lengths = 0;
    int length = 0;
    for (var column : columns.entrySet()) {
      byte[] value = value(sample, column.getKey(), column.getValue());
      values.add(value);
      length = Math.addExact(length, value.length);
      lengths += column.getValue().size == 0 ? Integer.BYTES : 0;
    }
    ByteBuffer bytes = littleEndian(Math.addExact(length, lengths));
    int next = 0;
    for (Encoding encoding : columns.values()) {
      int size = values.get(next++).length;
      if (encoding.size == 0) {
        bytes.putInt(size);
      }
    }
    values.forEach(bytes::put);
    return bytes.array();
  }

  private static byte[] value(Sample sample, String name, Encoding encoding) {
    return switch (name) {
      case IMAGE -> sample.image();
      case Examples.TEXT -> utf8(sample.text());
      case Sample.VECTOR -> floats(sample.vector());
      case Examples.LABEL -> label(sample.label(), encoding);
      case Examples.ID -> utf8(sample.id());
      case Examples.METADATA -> utf8(sample.metadata());
      case Scores.CLUSTER_ID -> littleEndian(Integer.BYTES).putInt(sample.cluster()).array();
      case Scores.HARDNESS -> littleEndian(Double.BYTES).putDouble(sample.hardness()).array();
      case Decisions.KEEP_RANK -> littleEndian(Long.BYTES).putLong(sample.rank()).array();
      case Decisions.KEEP_QUANTILE ->
          littleEndian(Double.BYTES).putDouble(sample.quantile()).array();
      default -> throw new IllegalStateException("a sample has no column " + name);
    };
  }

  private static byte[] label(String label, Encoding encoding) {
    return switch (encoding) {
      case INT -> littleEndian(Long.BYTES).putLong(Long.parseLong(label)).array();
      case JSON ->
          utf8((label == null ? NullNode.getInstance() : TextNode.valueOf(label)).toString());
      default -> utf8(label);
    };
  }

  /**
   * Returns an array of one axis: a byte of its number of axes times 4 and the width of lengths (0:
   * 1 byte, 1: 2 bytes, 2: 4 bytes), its length, its floats.
   */
  private static byte[] floats(List<Float> vector) {
    byte[] floats = ContentDigest.bytes(vector);
    int width = vector.size() < 1 << Byte.SIZE ? 0 : vector.size() < 1 << Short.SIZE ? 1 : 2;
    ByteBuffer bytes = littleEndian(1 + (1 << width) + floats.length).put((byte) (1 << 2 | width));
    switch (width) {
      case 0 -> bytes.put((byte) vector.size());
      case 1 -> bytes.putShort((short) vector.size());
      default -> bytes.putInt(vector.size());
    }
    return bytes.put(floats).array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
