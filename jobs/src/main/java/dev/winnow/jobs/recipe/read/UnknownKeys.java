package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.text.DidYouMean;
import java.util.ArrayDeque;
import java.util.Deque;

/** Describes keys that the recipe does not have, with the nearest key. */
final class UnknownKeys {

  /**
   * @param full dotted key
   * @param name the key in its section
   */
  static String message(String full, String name, Section section) {
    if (name.equals("<<")) {
      return full
          + " must be absent, because keys are not merged; repeat them, or give a whole section by"
          + " an alias, such as prune: *same";
    }
    String near = DidYouMean.hint(name, section.names());
    return Shown.text(full) + " is an unknown key" + (near.isEmpty() ? elsewhere(name) : near);
  }

  /** Returns a hint to the key of another section, or an empty string if none has this name. */
  private static String elsewhere(String name) {
    Deque<Section> sections = new ArrayDeque<>();
    sections.add(Section.top());
    while (!sections.isEmpty()) {
      for (Section.Entry entry : sections.remove().entries()) {
        if (entry.name().equals(name)) {
          return "; did you mean " + entry.path() + "?";
        }
        if (entry.isSection()) {
          sections.add(Section.of(entry));
        }
      }
    }
    return "";
  }

  private UnknownKeys() {}
}
