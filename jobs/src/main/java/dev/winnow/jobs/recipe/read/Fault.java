package dev.winnow.jobs.recipe.read;

import dev.winnow.transforms.text.Printable;

/**
 * One fault of a recipe.
 *
 * @param line 1-based; 0 for a value that did not come from the file
 * @param column 1-based
 * @param message key - rule - value, then the remedy
 */
public record Fault(String file, int line, int column, String message) {

  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return Printable.of(place + ": " + message);
  }
}
