package dev.winnow.jobs.wheel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a Python wheel: the command, the reader of releases, the wrappers of Spark ML classes, and
 * the jar of this program. The format is that of the binary distribution format 1.0 of the Python
 * packaging authority (PEP 427). Equal jars give equal bytes.
 */
public final class Wheel {

  private static final String PACKAGE = "winnow/";
  private static final List<String> SOURCES =
      List.of("__init__.py", "__main__.py", "command.py", "ml.py", "winnow_release.py");

  /** A moment that every zip file can hold, so that the time of building changes nothing. */
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream out;
  private final StringBuilder record = new StringBuilder();

  private Wheel(ZipOutputStream out) {
    this.out = out;
  }

  /**
   * Writes the wheel of a jar.
   *
   * @param jar the {@code -all} jar, which is stored without compression
   * @param version of Winnow, such as 0.1.0
   * @param line of Spark that the jar was built for, such as 4.2
   * @param folder to write to; made if absent
   * @return the file, whose name pip reads
   */
  public static Path write(Path jar, String version, String line, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("winnow-" + version + "-py3-none-any.whl");
    Path part = folder.resolve(file.getFileName() + ".part");
    try (OutputStream stream = Files.newOutputStream(part);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      new Wheel(zip).write(jar, version, line);
    }
    return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(Path jar, String version, String line) throws IOException {
    for (String source : SOURCES) {
      try (InputStream in = Wheel.class.getResourceAsStream("/dev/winnow/python/" + source)) {
        if (in == null) {
          throw new IOException("the jar must hold dev/winnow/python/" + source);
        }
        // The reader has the name under which it is copied by hand, too.
        add(PACKAGE + source.replace("winnow_release.py", "release.py"), in);
      }
    }
    try (InputStream in = Files.newInputStream(jar)) {
      add(PACKAGE + "jars/" + jar.getFileName(), in);
    }
    String info = "winnow-" + version + ".dist-info/";
    add(info + "METADATA", metadata(version, line));
    add(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: winnow\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    add(info + "entry_points.txt", "[console_scripts]\nwinnow = winnow.command:main\n");
    String name = info + "RECORD";
    record.append(name).append(",,\n");
    entry(name, record.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String metadata(String version, String line) {
    return "Metadata-Version: 2.1\n"
        + ("Name: winnow\nVersion: " + version + "\n")
        + "Summary: Curates image and text corpora on Spark: embeds, clusters, scores and prunes"
        + " them\n"
        + "License: Apache-2.0\n"
        + "Requires-Python: >=3.9\n"
        + "Provides-Extra: spark\n"
        + ("Requires-Dist: pyspark (==" + line + ".*) ; extra == 'spark'\n")
        + "Provides-Extra: readers\n"
        + "Requires-Dist: pyarrow ; extra == 'readers'\n"
        + "Requires-Dist: deltalake ; extra == 'readers'\n";
  }

  private void add(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    entry(name, bytes);
    record(name, sha256().digest(bytes), bytes.length);
  }

  private void entry(String name, byte[] bytes) throws IOException {
    begin(name);
    out.write(bytes);
    out.closeEntry();
  }

  private void add(String name, InputStream in) throws IOException {
    begin(name);
    MessageDigest digest = sha256();
    long length = new DigestInputStream(in, digest).transferTo(out);
    out.closeEntry();
    record(name, digest.digest(), length);
  }

  private void begin(String name) throws IOException {
    // A jar is compressed already.
    out.setLevel(name.endsWith(".jar") ? 0 : 9);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(WRITTEN);
    out.putNextEntry(entry);
  }

  private void record(String name, byte[] digest, long length) {
    record
        .append(name)
        .append(",sha256=")
        .append(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
        .append(',')
        .append(length)
        .append('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("every Java has SHA-256", e));
    }
  }
}
