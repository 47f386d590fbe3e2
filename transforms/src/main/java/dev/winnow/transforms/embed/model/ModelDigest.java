package dev.winnow.transforms.embed.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The sha256 that stands for a model: that of its file, or of its archive; where an ONNX model
 * keeps tensors in other files, that of the lines which {@code sha256sum} prints for all of them,
 * by paths from the model's folder, in the order of their bytes. In a shell:
 *
 * <pre>LC_ALL=C; sha256sum model.onnx model.onnx.data | sort -k 2 | sha256sum</pre>
 */
public final class ModelDigest {

  /** The order of paths by their UTF-8 bytes. */
  static final Comparator<String> PATH_ORDER =
      Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * Reads a model once, without keeping it, and returns its digest in lower-case hex.
   *
   * @param model path or URI of a file or folder, as {@link DjlOptions#model}
   * @param engine auto, onnxruntime or pytorch
   * @throws ModelRejected when it is no ONNX model, or names data outside of its folder
   * @throws IOException when a file of it can't be read
   */
  public static String of(Configuration conf, String model, String engine) throws IOException {
    ModelSource source = ModelSource.find(conf, model, engine);
    SortedMap<String, String> digests = new TreeMap<>(PATH_ORDER);
    String own = source.file().getName();
    MessageDigest digest = sha256();
    SortedMap<String, Long> named = new TreeMap<>(PATH_ORDER);
    try (InputStream in = new DigestInputStream(source.open(own), digest)) {
      if (source.kind() == ModelSource.Kind.ONNX) {
        named = external(in, source);
      } else {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    digests.put(own, hex(digest));
    for (String path : source.external(named).keySet()) {
      try (InputStream in = source.open(path)) {
        digests.put(path, copy(in, OutputStream.nullOutputStream()));
      }
    }
    return of(digests);
  }

  /** The digest of a model by those of its files. */
  static String of(SortedMap<String, String> digests) {
    if (digests.size() == 1) {
      return digests.get(digests.firstKey());
    }
    MessageDigest digest = sha256();
    digests.forEach(
        (path, hex) -> digest.update((hex + "  " + path + "\n").getBytes(StandardCharsets.UTF_8)));
    return hex(digest);
  }

  /** Reads what an ONNX model says of external data; to the end of the stream. */
  static SortedMap<String, Long> external(InputStream in, ModelSource source) throws IOException {
    try {
      return OnnxExternalData.read(in);
    } catch (WireReader.Malformed e) {
      throw new ModelRejected(
          "embed.model must be an ONNX model, " + source.file() + " is not: " + e.getMessage(), e);
    }
  }

  /** Copies a stream to its end; returns the sha256 of what was copied. */
  static String copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private ModelDigest() {}
}
