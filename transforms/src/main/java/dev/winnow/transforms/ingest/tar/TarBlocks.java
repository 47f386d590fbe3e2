package dev.winnow.transforms.ingest.tar;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes of an archive, and knows if the last block that was read is all zeros. */
final class TarBlocks extends FilterInputStream {

  private static final int BLOCK = 512;

  private long position;
  private long marked;
  private boolean zero;
  private boolean markedZero;

  TarBlocks(InputStream in, long offset) {
    super(new BufferedInputStream(in, 1 << 16));
    this.position = offset;
  }

  long position() {
    return position;
  }

  /** Returns true if the last call read one block, and all its bytes are zero. */
  boolean lastIsZero() {
    return zero;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Reads all of {@code length} bytes, unless the stream ends. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.readNBytes(bytes, offset, length);
    position += count;
    zero = count == BLOCK && isZero(bytes, offset);
    return count == 0 && length > 0 ? -1 : count;
  }

  private static boolean isZero(byte[] bytes, int offset) {
    for (int i = offset; i < offset + BLOCK; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads what it passes over, because some file systems let a skip go beyond the end. */
  @Override
  public long skip(long count) throws IOException {
    byte[] scratch = new byte[(int) Math.min(count, 1 << 13)];
    return Math.max(read(scratch, 0, scratch.length), 0);
  }

  @Override
  public synchronized void mark(int limit) {
    in.mark(limit);
    marked = position;
    markedZero = zero;
  }

  @Override
  public synchronized void reset() throws IOException {
    in.reset();
    position = marked;
    zero = markedZero;
  }

  /** Passes over blocks of zeros. Returns true if another block comes after them. */
  boolean skipZeros() throws IOException {
    byte[] block = new byte[BLOCK];
    while (true) {
      mark(BLOCK);
      int count = read(block, 0, BLOCK);
      if (count < BLOCK) {
        return false;
      }
      if (!zero) {
        reset();
        return true;
      }
    }
  }
}
