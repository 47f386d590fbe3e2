package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tensors of a small safetensors file, which is read as a whole.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
final class Safetensors {

  /** Largest file in bytes; a layer of 8,192 x 8,192 floats has a quarter of it. */
  private static final long LARGEST = 1L << 30;

  private final String name;
  private final ByteBuffer bytes;
  private final JsonNode header;
  private final int start;

  private Safetensors(String name, ByteBuffer bytes, JsonNode header, int start) {
    this.name = name;
    this.bytes = bytes;
    this.header = header;
    this.start = start;
  }

  /**
   * Reads a file.
   *
   * @param name name of the file in messages
   * @throws ModelUnsupported if it is no safetensors file, or larger than a GiB
   */
  static Safetensors read(Path file, String name) {
    try {
      if (Files.size(file) > LARGEST) {
        throw broken(name, "has more than " + LARGEST + " bytes", null);
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
      if (length < 0 || length > bytes.remaining()) {
        throw broken(name, "is cut short or of another format", null);
      }
      JsonNode header =
          new ObjectMapper().readTree(bytes.array(), Long.BYTES, Math.toIntExact(length));
      return new Safetensors(name, bytes, header, Math.toIntExact(Long.BYTES + length));
    } catch (JsonProcessingException e) {
      throw broken(name, "has no JSON header", e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " of the model can't be read", e);
    }
  }

  boolean has(String tensor) {
    return header.has(tensor);
  }

  /**
   * Returns a tensor's values, row-major.
   *
   * @param shape expected lengths of its axes
   * @throws ModelUnsupported if it is absent, of another shape, or not of floats
   */
  float[] floats(String tensor, int... shape) {
    JsonNode entry = header.path(tensor);
    int[] found = new int[entry.path("shape").size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = entry.path("shape").get(i).asInt(-1);
    }
    if (!Arrays.equals(found, shape)) {
      throw broken(
          name,
          "has "
              + (entry.isMissingNode() ? "no tensor " : Arrays.toString(found) + " as ")
              + tensor
              + ", its config needs "
              + Arrays.toString(shape),
          null);
    }
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    String type = entry.path("dtype").asText();
    int width =
        switch (type) {
          case "F64" -> Double.BYTES;
          case "F32" -> Float.BYTES;
          case "F16", "BF16" -> Short.BYTES;
          default ->
              throw broken(name, "holds " + tensor + " as " + type + ", not as floats", null);
        };
    long from = start + entry.path("data_offsets").path(0).asLong(-1);
    if (from < start || from + (long) count * width > bytes.limit()) {
      throw broken(name, "is cut short in " + tensor, null);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int at = Math.toIntExact(from) + i * width;
      values[i] =
          switch (type) {
            case "F64" -> (float) bytes.getDouble(at);
            case "F32" -> bytes.getFloat(at);
            case "F16" -> half(bytes.getShort(at));
            default -> Float.intBitsToFloat(bytes.getShort(at) << 16);
          };
    }
    return values;
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
    return bits < 0 ? -size : size;
  }

  private static ModelUnsupported broken(String name, String fault, Exception cause) {
    return new ModelUnsupported(
        name + " of the model must be a whole safetensors file, it " + fault + "; save it again",
        cause);
  }
}
