package dev.winnow.jobs.cli;

import static java.util.Map.entry;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.read.RecipeFaults;
import dev.winnow.transforms.embed.djl.EngineUnavailable;
import dev.winnow.transforms.embed.ml.InvalidTransformer;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.InputMissing;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ReadFault;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.text.Printable;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exit codes of failures, also of those that Spark has wrapped. */
final class ExitCodes {

  /** Codes of exceptions that do not carry one; the first class that matches decides. */
  private static final List<Map.Entry<Class<? extends Exception>, ExitCode>> CODES =
      List.of(
          entry(InputMissing.class, ExitCode.INPUT),
          entry(InputMismatch.class, ExitCode.INPUT),
          entry(UnreadableFile.class, ExitCode.INPUT),
          entry(InvalidTransformer.class, ExitCode.USAGE),
          entry(ModelRejected.class, ExitCode.DATA),
          entry(ModelUnsupported.class, ExitCode.INPUT),
          entry(DeviceUnavailable.class, ExitCode.ENVIRONMENT),
          entry(EngineUnavailable.class, ExitCode.ENVIRONMENT),
          entry(InterruptedException.class, ExitCode.INTERRUPTED));

  /**
   * A failure with its exit code.
   *
   * @param lines printable lines: the message, and the details of the failure or the faults of a
   *     recipe
   */
  record Verdict(ExitCode code, List<String> lines) {

    Verdict(ExitCode code, String message) {
      this(code, List.of(Printable.of(message)));
    }

    /** Returns the first line. */
    String message() {
      return lines.get(0);
    }
  }

  /** Returns the code of the first cause that has one; without any, it is an internal fault. */
  static Verdict of(Throwable failure) {
    Optional<Verdict> disk = FullDisk.verdict(failure);
    if (disk.isPresent()) {
      return disk.get();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ExitCode code = code(cause);
      if (code != null) {
        return new Verdict(code, lines(cause));
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Verdict remote = remote(String.valueOf(cause.getMessage()));
      if (remote != null) {
        return remote;
      }
    }
    String file = ReadFault.of(failure);
    if (file != null) {
      return new Verdict(ExitCode.INPUT, ListedFiles.named(file));
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
        return new Verdict(ExitCode.INPUT, firstLine(String.valueOf(cause.getMessage())));
      }
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return new Verdict(
        ExitCode.INTERNAL,
        failure.getClass().getSimpleName()
            + ": "
            + firstLine(message)
            + "; run with --debug for the stack trace");
  }

  private static List<String> lines(Throwable cause) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Printable.of(cause instanceof RecipeFaults faults ? faults.count() : cause.getMessage()));
    if (cause instanceof RecipeFaults faults) {
      faults.lines().forEach(line -> lines.add("  " + Printable.of(line)));
    } else if (cause instanceof Failure failure) {
      failure.details().forEach(detail -> lines.add("  " + Printable.of(detail)));
    }
    return lines;
  }

  private static ExitCode code(Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure.exitCode();
    }
    for (Map.Entry<Class<? extends Exception>, ExitCode> known : CODES) {
      if (known.getKey().isInstance(cause)) {
        return known.getValue();
      }
    }
    return null;
  }

  /**
   * Finds the code of a failure on an executor, which reaches the driver as text that names the
   * exception's class. Only Winnow's own classes are looked for: Java's also stand for faults of
   * Spark itself, such as a lost shuffle file.
   */
  private static Verdict remote(String text) {
    for (Map.Entry<Class<? extends Exception>, ExitCode> known : CODES) {
      String marker = known.getKey().getName() + ": ";
      int at = text.indexOf(marker);
      if (at >= 0 && marker.startsWith("dev.winnow.")) {
        return new Verdict(known.getValue(), firstLine(text.substring(at + marker.length())));
      }
    }
    return null;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private ExitCodes() {}
}
