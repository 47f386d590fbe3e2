package dev.winnow.transforms.local;

import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Hadoop's local disk without its helper processes. Where Hadoop's native library is absent, as it
 * is where Spark comes from Maven, the stock file system starts a {@code chmod} for every file that
 * it creates and a {@code readlink} for every rename; a small run starts hundreds. Here the JDK
 * does both. Set as {@code fs.file.impl}; {@link NioLocalFs} is its twin for file contexts.
 */
public final class NioLocalFileSystem extends LocalFileSystem {

  public NioLocalFileSystem() {
    super(new NioRawLocalFileSystem());
  }
}
