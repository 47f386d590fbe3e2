package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.recipe.variable.EnvironmentText;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Replaces <code>${env:NAME}</code> in the texts of a recipe. */
final class Variables {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]{0,200})\\}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final UnaryOperator<String> environment;
  private final NodeFaults faults;

  /**
   * @param environment returns null for a variable that is not set
   */
  Variables(UnaryOperator<String> environment, NodeFaults faults) {
    this.environment = environment;
    this.faults = faults;
  }

  /** Returns the text of a scalar; null after a fault. */
  EnvironmentText in(ScalarNode scalar, String key) {
    Matcher found = VARIABLE.matcher(scalar.getValue());
    StringBuilder text = new StringBuilder();
    Map<String, String> used = new TreeMap<>();
    while (found.find()) {
      String name = found.group(1);
      if (!NAME.matcher(name).matches()) {
        faults.at(
            scalar,
            key
                + " must name a variable by letters, digits and underscores, got "
                + Shown.text(found.group()));
        return null;
      }
      String value = environment.apply(name);
      if (value == null) {
        faults.at(
            scalar,
            key
                + " names the environment variable "
                + name
                + ", which is not set; set it before the command, as in "
                + name
                + "=... winnow");
        return null;
      }
      used.put(name, value);
      found.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return new EnvironmentText(scalar.getValue(), found.appendTail(text).toString(), used);
  }
}
