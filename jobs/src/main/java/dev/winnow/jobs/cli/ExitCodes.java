package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.embed.djl.EngineUnavailable;
import dev.winnow.transforms.embed.ml.InvalidTransformer;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.ingest.InputMismatch;
import dev.winnow.transforms.ingest.InputMissing;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;

/** Which exit code a failure has, also when Spark has wrapped it. */
final class ExitCodes {

  static final String FOOTER =
      "Exit codes: 0 done, 1 internal fault, 2 usage or recipe, 3 input missing or unreadable,%n"
          + "4 data contract or quality gate, 5 environment unfit, 6 output conflict, 130 interrupted";

  /**
   * A failure with its code.
   *
   * @param message one line, or the list of faults
   */
  record Verdict(ExitCode code, String message) {}

  static Verdict of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ExitCode code = code(cause);
      if (code != null) {
        return new Verdict(code, String.valueOf(cause.getMessage()));
      }
    }
    Verdict remote = remote(failure);
    if (remote != null) {
      return remote;
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return new Verdict(
        ExitCode.INTERNAL,
        failure.getClass().getSimpleName()
            + ": "
            + message.lines().findFirst().orElse("")
            + "; run with --debug for the stack trace");
  }

  private static ExitCode code(Throwable cause) {
    if (cause instanceof Failure known) {
      return known.exitCode();
    }
    if (cause instanceof InputMissing
        || cause instanceof InputMismatch
        || cause instanceof FileNotFoundException
        || cause instanceof NoSuchFileException) {
      return ExitCode.INPUT;
    }
    if (cause instanceof InvalidTransformer) {
      return ExitCode.USAGE;
    }
    if (cause instanceof ModelRejected) {
      return ExitCode.DATA;
    }
    if (cause instanceof DeviceUnavailable || cause instanceof EngineUnavailable) {
      return ExitCode.ENVIRONMENT;
    }
    return cause instanceof InterruptedException ? ExitCode.INTERRUPTED : null;
  }

  /** A failure on an executor reaches the driver as text that names the exception's class. */
  private static Verdict remote(Throwable failure) {
    Class<?>[] inputs = {InputMissing.class, InputMismatch.class};
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      for (Class<?> type : inputs) {
        String message = after(text, type.getName() + ": ");
        if (message != null) {
          return new Verdict(ExitCode.INPUT, message);
        }
      }
      String rejected = after(text, ModelRejected.class.getName() + ": ");
      if (rejected != null) {
        return new Verdict(ExitCode.DATA, rejected);
      }
      Class<?>[] environments = {DeviceUnavailable.class, EngineUnavailable.class};
      for (Class<?> type : environments) {
        String message = after(text, type.getName() + ": ");
        if (message != null) {
          return new Verdict(ExitCode.ENVIRONMENT, message);
        }
      }
    }
    return null;
  }

  private static String after(String text, String marker) {
    int at = text.indexOf(marker);
    return at < 0 ? null : text.substring(at + marker.length()).lines().findFirst().orElse("");
  }

  private ExitCodes() {}
}
