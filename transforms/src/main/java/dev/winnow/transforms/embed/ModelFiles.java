package dev.winnow.transforms.embed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/**
 * A private local copy of a model and the small files beside it. What is loaded is the copy whose
 * bytes were hashed, so nothing can be put in between.
 *
 * @param folder holds model.onnx, and tokenizer.json or preprocessor_config.json where given
 * @param name of the model's folder, or of its file
 */
record ModelFiles(Path folder, String name, String sha256) {

  static final String TOKENIZER = "tokenizer.json";
  static final String PREPROCESSOR = "preprocessor_config.json";

  /**
   * @throws ModelRejected when the digest is not the pinned one; nothing is loaded then
   */
  static ModelFiles copy(DjlOptions options) {
    Configuration conf = new Configuration();
    options.hadoop().forEach(conf::set);
    org.apache.hadoop.fs.Path given = new org.apache.hadoop.fs.Path(options.model());
    try {
      FileSystem fs = given.getFileSystem(conf);
      if (!fs.exists(given)) {
        throw new FileNotFoundException("embed.model must exist, " + given + " does not");
      }
      boolean isFolder = fs.getFileStatus(given).isDirectory();
      org.apache.hadoop.fs.Path parent = isFolder ? given : given.getParent();
      org.apache.hadoop.fs.Path model =
          isFolder ? new org.apache.hadoop.fs.Path(given, "model.onnx") : given;
      byte[] bytes = read(fs, model);
      String sha256 = sha256(bytes);
      if (options.sha256() != null && !options.sha256().equalsIgnoreCase(sha256)) {
        throw new ModelRejected(
            "model sha256 differs: expected "
                + options.sha256()
                + ", got "
                + sha256
                + " ("
                + model
                + ")");
      }
      Path folder = Files.createTempDirectory("winnow-model-");
      Files.write(folder.resolve("model.onnx"), bytes);
      for (String beside : new String[] {TOKENIZER, PREPROCESSOR}) {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(parent, beside);
        if (fs.exists(file)) {
          Files.write(folder.resolve(beside), read(fs, file));
        }
      }
      String name = isFolder ? given.getName() : model.getName().replaceFirst("\\.onnx$", "");
      if (name.equals("model") && parent != null) {
        name = parent.getName();
      }
      return new ModelFiles(folder, name, sha256);
    } catch (IOException e) {
      throw new UncheckedIOException("embed.model must be readable, " + given + " is not", e);
    }
  }

  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  void delete() {
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder, e);
    }
  }

  private static byte[] read(FileSystem fs, org.apache.hadoop.fs.Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
