package dev.winnow.transforms.embed.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Temporary folders of this JVM under {@code java.io.tmpdir}, deleted at its end at the latest. */
final class TemporaryFolders {

  private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> FOLDERS.forEach(TemporaryFolders::delete), "winnow-model-folders"));
  }

  /**
   * Creates an empty folder that only this user may enter. Its name contains the number of this
   * process.
   */
  static Path create(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(ofThisProcess(prefix));
    FOLDERS.add(folder);
    return folder;
  }

  static String ofThisProcess(String prefix) {
    return prefix + ProcessHandle.current().pid() + "-";
  }

  /** Deletes a folder with its content; idempotent. */
  static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        deleteTree(folder);
      }
      FOLDERS.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder, e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private TemporaryFolders() {}
}
