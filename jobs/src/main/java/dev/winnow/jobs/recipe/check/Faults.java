package dev.winnow.jobs.recipe.check;

import java.util.function.BiConsumer;

/** Reports faults under the dotted key that breaks a rule. */
final class Faults {

  private final BiConsumer<String, String> sink;

  /**
   * @param sink receives the dotted key that is at fault, and the message
   */
  Faults(BiConsumer<String, String> sink) {
    this.sink = sink;
  }

  /**
   * Reports a fault; the message begins with the key.
   *
   * @param key dotted, from the top of the recipe; a key that is absent stands for its section
   * @param rule the rest of the message: rule, value, remedy
   */
  void at(String key, String rule) {
    sink.accept(key, key + " " + rule);
  }
}
