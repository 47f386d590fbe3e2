package dev.winnow.transforms.image;

import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes as a stream that knows its length, and that can tell a look ahead from a read past the end.
 *
 * <p>The TIFF reader holds what a file claims against the length before it makes room for it; with
 * a stream of unknown length it makes the room. The WebP reader takes what is missing at the end
 * for zeros, and goes on drawing; it looks ahead by as many bytes as its bit buffer holds.
 */
final class ByteStream extends ImageInputStreamImpl {

  private final byte[] bytes;
  private final int ahead;

  /**
   * @param ahead 0 for a stream that ends as any other; else how many zeros follow the bytes, and a
   *     read past them fails with "Unexpected end of data"
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
