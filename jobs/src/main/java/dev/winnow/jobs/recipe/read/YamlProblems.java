package dev.winnow.jobs.recipe.read;

import java.util.List;
import java.util.Map;

/** Describes faults of YAML in the words of Winnow. */
final class YamlProblems {

  /** Parts of the parser's messages, and the description of each fault with its remedy. */
  private static final List<Map.Entry<String, String>> WORDS =
      List.of(
          Map.entry("(TAB)", "a tab begins a value or indents a line; use spaces"),
          Map.entry(
              "mapping values are not allowed",
              "a second key on this line, or a deeper indentation than its section has; put a value"
                  + " with a colon into quotes"),
          Map.entry(
              "not allowed here",
              "a list or a key can't begin here; indent it on a line of its own"),
          Map.entry("expected ':'", "a key without a colon and a space; write key: value"),
          Map.entry("end of stream", "a quote that is not closed before the end of the file"),
          Map.entry("document separator", "a quote that is not closed before the next document"),
          Map.entry("or ']'", "a list in [] lacks a comma or its closing bracket"),
          Map.entry("or '}'", "a section in {} lacks a comma or its closing brace"),
          Map.entry(
              "<block end>",
              "another indentation than the lines before have, or text after a closing quote or"
                  + " bracket"),
          Map.entry(
              "escape",
              "an unknown escape in double quotes; double the backslash, or use single quotes"),
          Map.entry("node content", "a value or a closing bracket is missing here"),
          Map.entry("undefined alias", "an alias without an anchor before it; write the value out"),
          Map.entry("indentation indicators", "an unknown sign after | or >"),
          Map.entry(
              "cannot start any token", "a value can't begin with this sign; put it in quotes"),
          Map.entry("directive", "an unknown directive; remove the line that begins with %"),
          Map.entry("incompatible YAML", "another version than YAML 1; remove the line %YAML"));

  /**
   * @param problem message of the parser
   */
  static String inWords(String problem) {
    return WORDS.stream()
        .filter(entry -> String.valueOf(problem).contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("it can't be read from here on; look at indentation, quotes and brackets");
  }

  private YamlProblems() {}
}
