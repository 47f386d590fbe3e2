package dev.winnow.transforms.local;

import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Hadoop's local file system without its helper processes. Hadoop's native library is absent where
 * Spark comes from Maven. The stock file system then starts a {@code chmod} for every file that it
 * creates and a {@code readlink} for every rename, hundreds of processes in a small run. This class
 * does both by the JDK. Set it as {@code fs.file.impl}; {@link NioLocalFs} does the same for file
 * contexts.
 */
public final class NioLocalFileSystem extends LocalFileSystem {

  public NioLocalFileSystem() {
    super(new NioRawLocalFileSystem());
  }
}
