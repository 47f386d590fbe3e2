package dev.winnow.jobs.init;

import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** The first facts about an input, for a user's eyes. */
final class Summary {

  static List<String> of(Findings found) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Printable.of(found.path())
            + ": "
            + (found.exact() ? "" : "about ")
            + Texts.count(found.rows())
            + " rows, format "
            + InputKind.word(found.format())
            + ", modality "
            + found.modality().label());
    lines.add(
        "looked at " + found.seen() + "; a column was chosen by its name and its sampled values");
    String columns =
        "content "
            + (found.content() == null ? "is the file or member" : quoted(found.content()))
            + ", id "
            + (found.id() == null ? "is made of content and path" : quoted(found.id()))
            + ", label "
            + (found.label() != null
                ? quoted(found.label())
                : found.labelled() ? "is that of the layout" : "none");
    lines.add(columns);
    if (found.refused() > 0) {
      lines.add(Texts.percent(found.refused()) + " of the sampled rows can't be read");
    }
    found.notes().forEach(note -> lines.add(Printable.of(note)));
    return List.copyOf(lines);
  }

  private static String quoted(String name) {
    return "'" + Printable.of(name) + "'";
  }

  private Summary() {}
}
