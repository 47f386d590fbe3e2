package dev.winnow.transforms.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** Local file system that sets permissions and reads links by the JDK. The rest is Hadoop's. */
final class NioRawLocalFileSystem extends RawLocalFileSystem {

  /**
   * Permissions in the order of the enum, from the owner's read (bit 0400) down to others' execute
   * (bit 1).
   */
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      super.setPermission(path, permission);
      return;
    }
    Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      if ((permission.toShort() >> BITS.length - 1 - i & 1) != 0) {
        granted.add(BITS[i]);
      }
    }
    Files.setPosixFilePermissions(file, granted);
  }

  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return Files.isSymbolicLink(pathToFile(path).toPath())
        ? super.getFileLinkStatus(path)
        : getFileStatus(path);
  }
}
