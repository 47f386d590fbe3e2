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
 * Digests that identify a model.
 *
 * <p>Each is the sha256 of a file, or of the lines that {@code sha256sum} prints for several files,
 * with paths relative to the folder of the configs, in the byte order of the paths. In a shell:
 *
 * <pre>LC_ALL=C; sha256sum model.onnx tokenizer.json | sort -k 2 | sha256sum</pre>
 *
 * @param weights digest of the model's file and its external data, with paths relative to the
 *     model's folder
 * @param all digest of the same files and of the configs beside them that decide the vectors; that
 *     of the file for an archive, which holds them
 */
public record ModelDigest(String weights, String all) {

  /** Order of paths by their UTF-8 bytes. */
  static final Comparator<String> PATH_ORDER =
      Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** Returns true if a pinned digest is one of these. */
  public boolean matches(String pinned) {
    return pinned.equalsIgnoreCase(weights) || pinned.equalsIgnoreCase(all);
  }

  /**
   * Reads all files of a model once, without keeping them, and returns the digests in lower-case
   * hex.
   *
   * @param model path or URI of a file or folder, as {@link DjlOptions#model}
   * @param engine auto, onnxruntime or pytorch
   * @throws ModelRejected if the file is no ONNX model, or names data outside of its folder
   * @throws IOException if a file of the model can't be read
   */
  public static ModelDigest compute(Configuration conf, String model, String engine)
      throws IOException {
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
    SortedMap<String, String> configs = new TreeMap<>(PATH_ORDER);
    if (!source.isArchive()) {
      for (String path : ModelConfigs.of(source)) {
        try (InputStream in = source.openConfig(path)) {
          configs.put(path, copy(in, OutputStream.nullOutputStream()));
        }
      }
    }
    return of(source, digests, configs);
  }

  /**
   * Combines the digests of files.
   *
   * @param model digests of the model's file and its external data, by paths in its folder
   * @param configs digests of the configs, by paths in their folder
   */
  static ModelDigest of(
      ModelSource source, SortedMap<String, String> model, SortedMap<String, String> configs) {
    SortedMap<String, String> all = new TreeMap<>(PATH_ORDER);
    model.forEach((path, hex) -> all.put(source.fromRoot(path), hex));
    all.putAll(configs);
    return new ModelDigest(combine(model), combine(all));
  }

  private static String combine(SortedMap<String, String> digests) {
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
}
