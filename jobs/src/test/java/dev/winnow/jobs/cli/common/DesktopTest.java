package dev.winnow.jobs.cli.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command that opens a page. */
class DesktopTest {

  @Test
  void opensAFileOnlyWhereThereIsADesktop() {
    Map<String, String> none = Map.of("DISPLAY", "");
    assertEquals(List.of(), new Desktop(none, "Linux").command("file:/a.html"));
    assertEquals(
        List.of("xdg-open", "file:/a.html"),
        new Desktop(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux").command("file:/a.html"));
    assertEquals(
        List.of("open", "file:/a.html"), new Desktop(none, "Mac OS X").command("file:/a.html"));
    assertEquals(List.of(), new Desktop(none, "Mac OS X").command("s3a://bucket/a.html"));
  }
}
