package dev.winnow.transforms.ingest.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** Digests of contents, as column {@code content_sha256} holds them: sha256 in hex. */
public final class ContentDigest {

  /** Returns the digest of bytes, such as those of an image or of a text in UTF-8. */
  public static String ofBytes(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /** Returns the digest of a text in UTF-8. */
  public static String ofText(String text) {
    return DigestUtils.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the digest of the hex digests of an image and a text, one after the other. */
  public static String ofPair(String image, String text) {
    return DigestUtils.sha256Hex(image + text);
  }

  /** Returns the digest of the {@link #bytes} of floats. */
  public static String ofVector(List<Float> vector) {
    return DigestUtils.sha256Hex(bytes(vector));
  }

  /** Returns floats as little-endian bytes, four each; null counts as NaN. */
  public static byte[] bytes(List<Float> vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * vector.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Float value : vector) {
      bytes.putFloat(value == null ? Float.NaN : value);
    }
    return bytes.array();
  }

  private ContentDigest() {}
}
