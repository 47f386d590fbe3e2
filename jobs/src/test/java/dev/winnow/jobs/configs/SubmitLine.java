package dev.winnow.jobs.configs;

import java.util.ArrayList;
import java.util.List;

/**
 * Submitted job: Spark's settings, and Winnow's command line.
 *
 * @param line its line, 1-based
 * @param settings {@code key=value} of Spark's configuration
 * @param files properties files that Spark reads
 * @param unknown options that the submitting program does not have
 */
public record SubmitLine(
    int line,
    String mainClass,
    String jar,
    List<String> arguments,
    List<String> settings,
    List<String> files,
    List<String> unknown) {

  /**
   * Options of {@code gcloud dataproc jobs submit spark}, each with its value after an equals sign.
   */
  private static final List<String> GCLOUD =
      List.of("--region", "--cluster", "--class", "--jars", "--files", "--properties", "--labels");

  static SubmitLine of(int line, String mainClass, String jar, List<String> arguments) {
    return new SubmitLine(line, mainClass, jar, arguments, List.of(), List.of(), List.of());
  }

  /**
   * Reads the words after spark-submit.
   *
   * @param words the arguments of spark-submit
   */
  public static SubmitLine spark(int line, List<String> words) {
    String mainClass = null;
    List<String> settings = new ArrayList<>();
    List<String> files = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at);
      int sign = option.indexOf('=');
      String name = sign < 0 ? option : option.substring(0, sign);
      if (SparkKeys.isSwitch(name)) {
        at++;
        continue;
      }
      if (!SparkKeys.takesValue(name)) {
        unknown.add(name);
      }
      String value =
          sign >= 0 ? option.substring(sign + 1) : at + 1 < words.size() ? words.get(at + 1) : "";
      at += sign >= 0 ? 1 : 2;
      switch (name) {
        case "--class" -> mainClass = value;
        case "--conf", "-c" -> settings.add(value);
        case "--properties-file" -> files.add(value);
        default -> {}
      }
    }
    String jar = at < words.size() ? words.get(at) : null;
    List<String> arguments =
        at + 1 < words.size() ? List.copyOf(words.subList(at + 1, words.size())) : List.of();
    return new SubmitLine(line, mainClass, jar, arguments, settings, files, unknown);
  }

  /**
   * Reads the words after {@code gcloud dataproc jobs submit spark}.
   *
   * @param words options, then two dashes, then Winnow's command line
   */
  static SubmitLine gcloud(int line, List<String> words) {
    int dashes = words.indexOf("--");
    List<String> options = dashes < 0 ? words : words.subList(0, dashes);
    List<String> arguments =
        dashes < 0 ? List.of() : List.copyOf(words.subList(dashes + 1, words.size()));
    String mainClass = null;
    String jar = null;
    List<String> settings = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String option : options) {
      int sign = option.indexOf('=');
      String name = sign < 0 ? option : option.substring(0, sign);
      String value = sign < 0 ? "" : option.substring(sign + 1);
      if (!GCLOUD.contains(name)) {
        unknown.add(name);
      }
      switch (name) {
        case "--class" -> mainClass = value;
        case "--jars" -> jar = value;
        case "--properties" -> settings.addAll(List.of(value.split(",", -1)));
        default -> {}
      }
    }
    return new SubmitLine(line, mainClass, jar, arguments, settings, List.of(), unknown);
  }
}
