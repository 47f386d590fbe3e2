package dev.winnow.transforms.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local file system that sets permissions, reads links and renames without replacing by the JDK.
 * The rest is Hadoop's.
 */
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

  /**
   * Renames a file. Hadoop looks for the target and then renames, so that of two writers both may
   * win, and a commit of Delta is lost. A second link to the file is made by the disk at once or
   * not at all, so one writer wins.
   *
   * @throws FileAlreadyExistsException if the target exists and may not be replaced
   */
  @Override
  @SuppressWarnings("deprecation") // Hadoop's file contexts call this method.
  protected void rename(Path source, Path target, Options.Rename... options) throws IOException {
    java.nio.file.Path from = pathToFile(source).toPath();
    if (Arrays.asList(options).contains(Options.Rename.OVERWRITE) || !Files.isRegularFile(from)) {
      super.rename(source, target, options);
      return;
    }
    try {
      Files.createLink(pathToFile(target).toPath(), from);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      FileAlreadyExistsException taken = new FileAlreadyExistsException(target + " exists");
      taken.initCause(e);
      throw taken;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // This disk has no links, or the folder is absent: Hadoop's way works, or says why it does
      // not.
      super.rename(source, target, options);
      return;
    }
    Files.delete(from);
  }

  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return Files.isSymbolicLink(pathToFile(path).toPath())
        ? super.getFileLinkStatus(path)
        : getFileStatus(path);
  }
}
