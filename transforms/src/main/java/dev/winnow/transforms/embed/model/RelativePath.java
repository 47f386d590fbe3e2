package dev.winnow.transforms.embed.model;

import java.util.ArrayList;
import java.util.List;

/** Paths that a model or an archive names, which must stay inside the folder around it. */
final class RelativePath {

  /** What is wrong with a path, as the end of a sentence; null when it stays inside. */
  static String fault(String path) {
    if (path.startsWith("/")) {
      return "is absolute";
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      // Some platforms take a backslash for a separator, and a colon follows a drive or a scheme.
      if (c == '\\' || c == ':' || Character.isISOControl(c)) {
        return "holds the character " + (c < ' ' || c > '~' ? "code " + (int) c : c);
      }
    }
    return List.of(path.split("/", -1)).contains("..") ? "leaves its folder by .." : null;
  }

  /** The same place without empty parts and dots; empty for the folder itself. */
  static String normal(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    parts.removeIf(part -> part.isEmpty() || part.equals("."));
    return String.join("/", parts);
  }

  private RelativePath() {}
}
