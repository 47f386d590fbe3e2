package dev.winnow.transforms.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes as a stream that knows its length. The TIFF reader holds what a file claims against that
 * length before it makes room for it; with a stream of unknown length it makes the room.
 */
final class ByteStream extends ImageInputStreamImpl {

  private final byte[] bytes;

  ByteStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, to, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
