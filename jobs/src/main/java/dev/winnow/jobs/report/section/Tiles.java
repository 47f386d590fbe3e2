package dev.winnow.jobs.report.section;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.report.read.RowFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows rows as tiles: picture or text, label, decision and id. */
final class Tiles {

  /** Characters of all pictures of a report. */
  private static final long PICTURES = 3_000_000;

  /** Characters of a quoted text. */
  private static final int QUOTED = 200;

  /** Characters of a shown name. */
  private static final int NAME = 60;

  private final ReleaseFacts facts;
  private final Pictures pictures;

  Tiles(ReleaseFacts facts) {
    this.facts = facts;
    this.pictures = new Pictures(facts.contents().pictures(), PICTURES);
  }

  /**
   * Returns the tile of a row.
   *
   * @param more facts that only this place knows
   */
  Block.Tile of(String id, String... more) {
    RowFacts row = facts.classes().rows().get(id);
    List<String> shown = new ArrayList<>();
    if (row != null && row.label() != null) {
      shown.add(beginning(row.label(), NAME));
    }
    shown.addAll(List.of(more));
    if (row != null) {
      shown.add(row.reason().phrase());
    }
    String text = facts.contents().texts().get(id);
    return new Block.Tile(
        pictures.of(id),
        text == null ? null : beginning(text, QUOTED),
        name(id, row),
        shown,
        row == null ? "quarantined" : Tones.of(row.reason()));
  }

  /** Returns the id, or the end of the source of a row whose id is only a hash. */
  private static String name(String id, RowFacts row) {
    if (id.length() > NAME && row != null && row.source() != null) {
      String source = row.source();
      return source.substring(source.lastIndexOf('/') + 1);
    }
    return id;
  }

  /** Returns the first characters of a text. */
  static String beginning(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
  }

  static String distance(double value) {
    return String.format(Locale.ROOT, "distance %.3f", value);
  }

  static String similarity(double value) {
    return String.format(Locale.ROOT, "similarity %.4f", value);
  }
}
