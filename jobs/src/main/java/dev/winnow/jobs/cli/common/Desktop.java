package dev.winnow.jobs.cli.common;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens a page in the browser of a desktop; does nothing where there is none. */
public final class Desktop {

  private final Map<String, String> environment;
  private final String system;

  Desktop(Map<String, String> environment, String system) {
    this.environment = environment;
    this.system = system;
  }

  public static Desktop ofEnvironment() {
    return new Desktop(System.getenv(), System.getProperty("os.name", ""));
  }

  /** Returns the command that opens a page; empty without a desktop or for a page elsewhere. */
  List<String> command(String page) {
    if (!page.startsWith("file:")) {
      return List.of();
    }
    if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return List.of("open", page);
    }
    boolean shown =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return shown ? List.of("xdg-open", page) : List.of();
  }

  /**
   * Opens a page and does not wait for the browser.
   *
   * @param page URI of a file
   */
  public void open(String page) {
    List<String> command = command(page);
    if (command.isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The path of the page is printed, so a desktop without this program loses nothing.
      return;
    }
  }
}
