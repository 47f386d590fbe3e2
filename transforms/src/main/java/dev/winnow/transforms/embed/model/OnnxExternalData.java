package dev.winnow.transforms.embed.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the files beside an ONNX file that hold its tensors. Covers every tensor of the model, also
 * in constants, sparse tensors, graphs inside of nodes, and functions.
 *
 * <p>Reads a stream, so an ONNX file of gigabytes needs no memory. The numbers in the code are the
 * field numbers of ONNX's schema.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class OnnxExternalData {

  /** Greatest depth of nested messages, which is also the limit of protobuf's readers. */
  private static final int DEEPEST = 100;

  private static final int EXTERNAL = 1;

  private final WireReader in;
  private final SortedMap<String, Long> files = new TreeMap<>(ModelDigest.PATH_ORDER);
  private int depth;

  private OnnxExternalData(InputStream in) {
    this.in = new WireReader(in);
  }

  /**
   * Reads an ONNX file to its end. Returns the locations as written, unchecked, each with the least
   * length in bytes of its file.
   *
   * @throws WireReader.Malformed if it is no ONNX file
   */
  static SortedMap<String, Long> read(InputStream model) throws IOException {
    OnnxExternalData data = new OnnxExternalData(model);
    data.model(WireReader.STREAM);
    return data.files;
  }

  private interface Body {
    void read(long end) throws IOException;
  }

  private void inside(long end, Body body) throws IOException {
    if (++depth > DEEPEST) {
      throw new WireReader.Malformed("it has messages nested more than " + DEEPEST + " deep");
    }
    body.read(in.message(end));
    depth--;
  }

  private void model(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 7 -> inside(end, this::graph);
        case 20 -> inside(end, this::training);
        case 25 -> inside(end, this::function);
        default -> in.skip(end);
      }
    }
  }

  private void training(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 1, 2 -> inside(end, this::graph);
        default -> in.skip(end);
      }
    }
  }

  private void function(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 7 -> inside(end, this::node);
        case 11 -> inside(end, this::attribute);
        default -> in.skip(end);
      }
    }
  }

  private void graph(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 1 -> inside(end, this::node);
        case 5 -> inside(end, this::tensor);
        case 15 -> inside(end, this::sparse);
        default -> in.skip(end);
      }
    }
  }

  private void node(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 5 -> inside(end, this::attribute);
        default -> in.skip(end);
      }
    }
  }

  private void attribute(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 5, 10 -> inside(end, this::tensor);
        case 6, 11 -> inside(end, this::graph);
        case 22, 23 -> inside(end, this::sparse);
        default -> in.skip(end);
      }
    }
  }

  private void sparse(long end) throws IOException {
    while (in.next(end)) {
      switch (in.field()) {
        case 1, 2 -> inside(end, this::tensor);
        default -> in.skip(end);
      }
    }
  }

  private void tensor(long end) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
    boolean external = false;
    while (in.next(end)) {
      switch (in.field()) {
        case 13 -> inside(end, inner -> entry(inner, entries));
        case 14 -> external = in.number(end) == EXTERNAL;
        default -> in.skip(end);
      }
    }
    if (external) {
      String location = entries.get("location");
      if (location == null) {
        throw new WireReader.Malformed("a tensor lies in another file, but does not name it");
      }
      files.merge(location, leastLength(entries), Math::max);
    }
  }

  private void entry(long end, SortedMap<String, String> entries) throws IOException {
    String key = "";
    String value = "";
    while (in.next(end)) {
      switch (in.field()) {
        case 1 -> key = in.text(end);
        case 2 -> value = in.text(end);
        default -> in.skip(end);
      }
    }
    entries.put(key, value);
  }

  private static long leastLength(SortedMap<String, String> entries) throws WireReader.Malformed {
    try {
      return Math.addExact(
          Long.parseLong(entries.getOrDefault("offset", "0")),
          Long.parseLong(entries.getOrDefault("length", "0")));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new WireReader.Malformed("the position of a tensor in another file is not a number");
    }
  }
}
