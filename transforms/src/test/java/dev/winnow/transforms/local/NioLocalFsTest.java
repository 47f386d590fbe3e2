package dev.winnow.transforms.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renames by a file context, as Delta commits on a local disk. */
class NioLocalFsTest {

  @TempDir private java.nio.file.Path folder;

  private static FileContext files() throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.AbstractFileSystem.file.impl", NioLocalFs.class.getName());
    return FileContext.getFileContext(URI.create("file:///"), conf);
  }

  private Path write(String name, String text) throws IOException {
    return new Path(Files.writeString(folder.resolve(name), text).toUri());
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  @Test
  void aFileTakesItsNewNameAndItsOldOneIsGone() throws IOException {
    files().rename(write("a", "content"), path("b"));
    assertEquals("content", Files.readString(folder.resolve("b")));
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void aFileThatExistsIsNotReplacedUnlessAskedFor() throws IOException {
    Path first = write("a", "first");
    Path second = write("b", "second");
    assertThrows(FileAlreadyExistsException.class, () -> files().rename(first, second));
    assertEquals("first", Files.readString(folder.resolve("a")));
    assertEquals("second", Files.readString(folder.resolve("b")));

    files().rename(first, second, Options.Rename.OVERWRITE);
    assertEquals("first", Files.readString(folder.resolve("b")));
  }

  @Test
  void aFolderIsRenamedAndAnAbsentFolderIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("in/below"));
    files().rename(path("in"), path("out"));
    assertTrue(Files.isDirectory(folder.resolve("out/below")));
    Path file = write("a", "content");
    assertThrows(IOException.class, () -> files().rename(file, path("absent/a")));
    assertEquals("content", Files.readString(folder.resolve("a")));
  }

  @Test
  void ofTwoWritersOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      FileContext files = files();
      for (int round = 0; round < 500; round++) {
        Path target = path("commit-" + round);
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Boolean>> writers =
            List.of(
                writer(files, start, "x" + round, target),
                writer(files, start, "y" + round, target));
        int won = 0;
        for (Future<Boolean> writer : threads.invokeAll(writers)) {
          won += writer.get() ? 1 : 0;
        }
        assertEquals(1, won, "round " + round);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Boolean> writer(FileContext files, CyclicBarrier start, String name, Path target)
      throws IOException {
    Path source = write(name, name);
    return () -> {
      start.await();
      try {
        files.rename(source, target);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    };
  }
}
