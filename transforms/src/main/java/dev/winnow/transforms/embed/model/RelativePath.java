package dev.winnow.transforms.embed.model;

import java.util.ArrayList;
import java.util.List;

/** Checks paths in a model or an archive, which must stay inside its folder. */
final class RelativePath {

  /** Returns the fault of a path, as the end of a sentence; null if the path stays inside. */
  static String fault(String path) {
    if (path.startsWith("/")) {
      return "is absolute";
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      // Some platforms treat a backslash as a separator, and a colon follows a drive or a scheme.
      if (c == '\\' || c == ':' || Character.isISOControl(c)) {
        return "holds the character " + (c < ' ' || c > '~' ? "code " + (int) c : c);
      }
    }
    return List.of(path.split("/", -1)).contains("..") ? "leaves its folder through .." : null;
  }

  /** Removes empty parts and dots from a path; the result is empty for the folder itself. */
  static String normal(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    parts.removeIf(part -> part.isEmpty() || part.equals("."));
    return String.join("/", parts);
  }

  private RelativePath() {}
}
