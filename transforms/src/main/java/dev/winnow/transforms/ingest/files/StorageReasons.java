package dev.winnow.transforms.ingest.files;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/** Describes in our words why a file system gave no answer. */
public final class StorageReasons {

  private static final List<Map.Entry<Class<? extends Exception>, String>> WORDS =
      List.of(
          Map.entry(
              UnsupportedFileSystemException.class,
              "there is no file system for its scheme; add the jar of one with --packages"),
          Map.entry(AccessControlException.class, "access is denied"),
          Map.entry(AccessDeniedException.class, "access is denied"),
          Map.entry(FileAlreadyExistsException.class, "a file is in the way of a folder"),
          Map.entry(NotDirectoryException.class, "a file is in the way of a folder"),
          Map.entry(ParentNotDirectoryException.class, "a file is in the way of a folder"),
          Map.entry(UnknownHostException.class, "its host is unknown"),
          Map.entry(ConnectException.class, "its host does not answer"));

  /** Returns the reason that the exception or one of its causes gives. */
  public static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Map.Entry<Class<? extends Exception>, String> known : WORDS) {
        if (known.getKey().isInstance(cause)) {
          return known.getValue();
        }
      }
    }
    return "its file system gives no answer; --debug shows the details";
  }

  private StorageReasons() {}
}
