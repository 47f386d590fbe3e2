package dev.winnow.transforms.embed.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * Computes the sha256 that identifies a model: the digest of its file or archive. For an ONNX model
 * with tensors in other files it is the digest of the lines that {@code sha256sum} prints for all
 * files, with paths relative to the model's folder, in the byte order of the paths. In a shell:
 *
 * <pre>LC_ALL=C; sha256sum model.onnx model.onnx.data | sort -k 2 | sha256sum</pre>
 */
public final class ModelDigest {

  /** Order of paths by their UTF-8 bytes. */
  static final Comparator<String> PATH_ORDER =
      Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * Reads all files of a model once, without keeping them, and returns the digest in lower-case
   * hex.
   *
   * @param model path or URI of a file or folder, as {@link DjlOptions#model}
   * @param engine auto, onnxruntime or pytorch
   * @throws ModelRejected if the file is no ONNX model, or names data outside of its folder
   * @throws IOException if a file of the model can't be read
   */
  public static String compute(Configuration conf, String model, String engine) throws IOException {
    ModelSource source = ModelSource.find(conf, model, engine);
    SortedMap<String, String> digests = new TreeMap<>(PATH_ORDER);
    String name = source.file().getName();
    MessageDigest digest = DigestUtils.getSha256Digest();
    SortedMap<String, Long> named = new TreeMap<>(PATH_ORDER);
    try (InputStream in = new DigestInputStream(source.open(name), digest)) {
      if (source.kind() == ModelSource.Kind.ONNX) {
        named = external(in, source);
      } else {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    digests.put(name, hex(digest));
    for (String path : source.external(named).keySet()) {
      try (InputStream in = source.open(path)) {
        digests.put(path, copy(in, OutputStream.nullOutputStream()));
      }
    }
    return combine(digests);
  }

  /** Returns the digest of a model for the digests of its files. */
  static String combine(SortedMap<String, String> digests) {
    if (digests.size() == 1) {
      return digests.get(digests.firstKey());
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    digests.forEach(
        (path, hex) -> digest.update((hex + "  " + path + "\n").getBytes(StandardCharsets.UTF_8)));
    return hex(digest);
  }

  /** Reads the references of an ONNX model to external data, up to the end of the stream. */
  static SortedMap<String, Long> external(InputStream in, ModelSource source) throws IOException {
    try {
      return OnnxExternalData.read(in);
    } catch (WireReader.Malformed e) {
      throw new ModelRejected(
          "embed.model must be an ONNX model, " + source.file() + " is not: " + e.getMessage(), e);
    }
  }

  /** Copies a stream to its end, and returns the sha256 of the copied bytes. */
  static String copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
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

  private ModelDigest() {}
}
