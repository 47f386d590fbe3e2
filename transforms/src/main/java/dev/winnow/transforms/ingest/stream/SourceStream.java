package dev.winnow.transforms.ingest.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes as a file system gives them. Its errors are unchecked, so that a decoder above it reports
 * faults of the content only.
 */
public final class SourceStream extends FilterInputStream {

  private final String name;

  /**
   * @param name name of the file, for messages
   */
  public SourceStream(InputStream in, String name) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public long skip(long count) {
    try {
      return in.skip(count);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public int available() {
    try {
      return in.available();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private UnreadableFile failed(IOException cause) {
    return new UnreadableFile(name, cause);
  }
}
