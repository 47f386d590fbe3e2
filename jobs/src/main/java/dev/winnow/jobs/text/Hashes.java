package dev.winnow.jobs.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** Computes SHA-256 digests. */
public final class Hashes {

  /**
   * Returns the hex digest of the parts, each followed by a zero byte, which no part may hold
   * unescaped.
   */
  public static String sha256(String... parts) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return Hex.encodeHexString(digest.digest());
  }

  /** Returns the hex digest of bytes. */
  public static String sha256(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  private Hashes() {}
}
