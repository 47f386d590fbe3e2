package dev.winnow.jobs.configs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the simple commands of a shell script into words. Knows quotes, continued lines, and
 * variables that the script itself sets; that is enough for submit scripts, but is not a shell.
 */
final class ShellWords {

  /**
   * A simple command.
   *
   * @param line line on which it starts, 1-based
   */
  record Simple(int line, List<String> words) {}

  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::[-?]([^}]*))?\\}|\\$([A-Za-z_][A-Za-z0-9_]*|[0-9?@])");

  private final Map<String, String> variables = new HashMap<>();
  private final List<Simple> commands = new ArrayList<>();

  private ShellWords() {}

  static List<Simple> script(String text) {
    ShellWords script = new ShellWords();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int start = i;
      StringBuilder joined = new StringBuilder(lines[i]);
      while (!lines[start].trim().startsWith("#")
          && joined.toString().endsWith("\\")
          && i + 1 < lines.length) {
        joined.setLength(joined.length() - 1);
        joined.append(lines[++i]);
      }
      script.line(start + 1, joined.toString().trim());
    }
    return script.commands;
  }

  /** Returns the simple commands of one line. */
  static List<Simple> of(int number, String line) {
    ShellWords script = new ShellWords();
    script.line(number, line);
    return script.commands;
  }

  private void line(int number, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (assignment.matches() && !line.contains("spark-submit")) {
      String value = assignment.group(2);
      variables.put(
          assignment.group(1), value.startsWith("$(") ? "." : expand(value.replace("\"", "")));
      return;
    }
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        word = word == null ? new StringBuilder() : word;
      } else if (c == ' ' || c == '\t') {
        word = flush(word, words);
      } else if (c == '#' && word == null) {
        break;
      } else if ("|;&<>()".indexOf(c) >= 0) {
        // The number of a redirected stream is not a word of the command.
        if (c == '>' && word != null && word.toString().matches("\\d")) {
          word = null;
        }
        word = flush(word, words);
        words = end(number, words);
      } else {
        word = word == null ? new StringBuilder() : word;
        word.append(c);
      }
    }
    flush(word, words);
    end(number, words);
  }

  private StringBuilder flush(StringBuilder word, List<String> words) {
    if (word != null) {
      words.add(expand(word.toString()));
    }
    return null;
  }

  private List<String> end(int number, List<String> words) {
    if (!words.isEmpty()) {
      commands.add(new Simple(number, List.copyOf(words)));
    }
    return new ArrayList<>();
  }

  private String expand(String text) {
    Matcher names = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (names.find()) {
      String name = names.group(1) != null ? names.group(1) : names.group(3);
      String value = variables.get(name);
      if (value == null) {
        value = names.group(2) == null ? names.group() : expand(names.group(2));
      }
      names.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return names.appendTail(expanded).toString();
  }
}
