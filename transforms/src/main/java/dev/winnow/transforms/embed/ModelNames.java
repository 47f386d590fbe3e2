package dev.winnow.transforms.embed;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of fitted encoders: the method and the first 12 hex digits of the SHA-256 of their bytes.
 */
public final class ModelNames {

  /** Writes a model. */
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  public static String of(String method, Writer writer) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(
              new java.io.BufferedOutputStream(
                  new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 16))) {
        writer.write(out);
      }
      return method + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a digest refused bytes", e);
    }
  }

  private ModelNames() {}
}
