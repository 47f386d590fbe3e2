package dev.winnow.jobs.recipe.read;

import dev.winnow.transforms.text.Printable;

/** Shows text of a recipe in messages: its beginning, without control characters. */
final class Shown {

  private static final int MOST = 200;

  static String text(String text) {
    return text.isEmpty() ? "nothing" : Printable.beginning(text, MOST);
  }

  private Shown() {}
}
