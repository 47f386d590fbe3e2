package dev.winnow.transforms.ingest.stream;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * Signals that a file system does not give the bytes of an input file. The message has no words of
 * the file system; the cause has them.
 */
public final class UnreadableFile extends UncheckedIOException {

  /**
   * @param file URI of the file
   */
  public UnreadableFile(String file, IOException cause) {
    super("file " + file + " must be readable, but " + reason(cause), cause);
  }

  /** Returns the reason in words of our own, with the remedy. */
  public static String reason(IOException cause) {
    if (cause instanceof FileNotFoundException && !isDenied(cause)
        || cause instanceof NoSuchFileException) {
      return "it does not exist; the input must not change while it is read";
    }
    if (cause.getClass().getSimpleName().equals("ChecksumException")) {
      return "its bytes differ from its checksum file (.crc); write it again, or delete the"
          + " checksum file";
    }
    return isDenied(cause)
        ? "permission is denied; grant it, or leave the file out of input.path"
        : "its file system reports an error; run with --debug for its words";
  }

  private static boolean isDenied(IOException cause) {
    return cause instanceof AccessDeniedException
        || cause.getClass().getSimpleName().contains("AccessControl")
        || String.valueOf(cause.getMessage()).contains("Permission denied");
  }
}
