package dev.winnow.jobs.text;

import dev.winnow.transforms.text.Printable;

/** Lines of the cards that commands print: a name and its value, in two columns. */
public final class CardText {

  /** Width of the names; a longer name is followed by one space. */
  private static final int NAMES = 16;

  /** Appends one line, whatever the name and the value hold: both are made printable. */
  public static void line(StringBuilder card, String rawName, String value) {
    String name = Printable.of(rawName);
    card.append("  ").append(name).append(" ".repeat(Math.max(1, NAMES - name.length())));
    card.append(Printable.of(value)).append('\n');
  }

  private CardText() {}
}
