package dev.winnow.jobs.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Style sheet and script of every report, which stand inside it.
 *
 * @param style CSS
 * @param script JavaScript; the report shows all figures without it
 */
public record Assets(String style, String script) {

  /** Returns those of this build. */
  public static Assets ofThisBuild() {
    return new Assets(read("report.css"), read("report.js"));
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + name + " of the jar", e);
    }
  }

  /** Returns the hash by which the policy of the page allows the style sheet. */
  public String styleHash() {
    return hash(style);
  }

  /** Returns the hash by which the policy of the page allows the script. */
  public String scriptHash() {
    return hash(script);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
