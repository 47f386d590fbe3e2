package dev.winnow.transforms.image;

import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Stream over bytes that knows its length, and that can distinguish a look ahead from a read past
 * the end.
 *
 * <p>The TIFF reader compares the sizes in a file with the length before it allocates memory; for a
 * stream of unknown length it allocates at once. The WebP reader replaces missing bytes at the end
 * by zeros and goes on drawing; it looks ahead by as many bytes as its bit buffer holds.
 */
final class ByteStream extends ImageInputStreamImpl {

  private final byte[] bytes;
  private final int ahead;

  /**
   * @param ahead 0 for a stream that ends normally; otherwise the number of zeros that follow the
   *     bytes, and a read past them fails with "Unexpected end of data"
   */
  ByteStream(byte[] bytes, int ahead) {
    this.bytes = bytes;
    this.ahead = ahead;
  }

  @Override
  public int read() throws IIOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IIOException {
    bitOffset = 0;
    if (ahead > 0 && streamPos + length > bytes.length + ahead) {
      throw new IIOException("Unexpected end of data");
    }
    int count = (int) Math.max(0, Math.min(length, bytes.length - streamPos));
    if (count > 0) {
      System.arraycopy(bytes, (int) streamPos, to, offset, count);
    }
    if (ahead > 0) {
      Arrays.fill(to, offset + count, offset + length, (byte) 0);
      count = length;
    }
    streamPos += count;
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
