package dev.winnow.transforms.embed;

import java.io.BufferedOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Makes the names of fitted encoders: the method and the first 12 hex digits of the SHA-256 of
 * their bytes.
 */
public final class ModelNames {

  /** Writer of a model's bytes. */
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Returns the name of a model by its method and its bytes. */
  public static String of(String method, Writer writer) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 16))) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the model into a digest", e);
    }
    return method + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private ModelNames() {}
}
