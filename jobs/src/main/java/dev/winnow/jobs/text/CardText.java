package dev.winnow.jobs.text;

/** Lines of the cards that commands print: a name and its value, in two columns. */
public final class CardText {

  /** Width of the names; a longer name is followed by one space. */
  private static final int NAMES = 16;

  /** Appends a line. */
  public static void line(StringBuilder card, String name, String value) {
    card.append("  ").append(name).append(" ".repeat(Math.max(1, NAMES - name.length())));
    card.append(value).append('\n');
  }

  private CardText() {}
}
