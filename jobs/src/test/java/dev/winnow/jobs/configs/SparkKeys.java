package dev.winnow.jobs.configs;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.internal.config.ConfigEntry;

/**
 * Names of Spark's options and configuration keys, read from Spark's own registry and parser. So a
 * name that Spark drops becomes a fault here, too.
 */
final class SparkKeys {

  /** Objects that register their keys as they are loaded. */
  private static final List<String> REGISTRIES =
      List.of(
          "org.apache.spark.internal.config.package$",
          "org.apache.spark.internal.config.Deploy$",
          "org.apache.spark.internal.config.History$",
          "org.apache.spark.internal.config.Kryo$",
          "org.apache.spark.internal.config.Network$",
          "org.apache.spark.internal.config.Status$",
          "org.apache.spark.internal.config.UI$",
          "org.apache.spark.internal.config.Worker$",
          "org.apache.spark.sql.internal.SQLConf$",
          "org.apache.spark.sql.internal.StaticSQLConf$",
          "org.apache.spark.sql.delta.sources.DeltaSQLConf$");

  /** Keys made of a name that the user chooses. */
  private static final List<Pattern> FAMILIES =
      List.of(
          Pattern.compile(
              "spark\\.(driver|executor|worker)\\.resource\\.gpu\\.(amount|discoveryScript|vendor)"),
          Pattern.compile("spark\\.task\\.resource\\.gpu\\.amount"),
          Pattern.compile("spark\\.executorEnv\\.[A-Za-z_][A-Za-z0-9_]*"),
          Pattern.compile("spark\\.kubernetes\\.driverEnv\\.[A-Za-z_][A-Za-z0-9_]*"),
          Pattern.compile("spark\\.yarn\\.appMasterEnv\\.[A-Za-z_][A-Za-z0-9_]*"),
          Pattern.compile("spark\\.hadoop\\.fs\\.s3a\\.(connection\\.maximum|endpoint)"));

  /** Keys of the resource managers, whose modules are not on the class path of this test. */
  private static final Set<String> OF_MANAGERS =
      Set.of(
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.container.image",
          "spark.kubernetes.container.image.pullPolicy",
          "spark.kubernetes.driver.podTemplateFile",
          "spark.kubernetes.executor.deleteOnTermination",
          "spark.kubernetes.executor.podTemplateFile",
          "spark.kubernetes.namespace",
          "spark.kubernetes.submission.waitAppCompletion",
          "spark.yarn.am.nodeLabelExpression",
          "spark.yarn.executor.nodeLabelExpression",
          "spark.yarn.maxAppAttempts",
          "spark.yarn.queue");

  private static final Set<String> WITH_VALUE = new HashSet<>();
  private static final Set<String> SWITCHES = new HashSet<>();

  static {
    try {
      for (String registry : REGISTRIES) {
        Class.forName(registry);
      }
      Class<?> type = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object parser = constructor.newInstance();
      names(type.getDeclaredField("opts"), parser, WITH_VALUE);
      names(type.getDeclaredField("switches"), parser, SWITCHES);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Spark keeps its options elsewhere", e);
    }
  }

  private static void names(Field field, Object parser, Set<String> into)
      throws ReflectiveOperationException {
    field.setAccessible(true);
    for (String[] names : (String[][]) field.get(parser)) {
      into.addAll(List.of(names));
    }
  }

  static boolean isConfiguration(String key) {
    return ConfigEntry.findEntry(key) != null
        || OF_MANAGERS.contains(key)
        || FAMILIES.stream().anyMatch(family -> family.matcher(key).matches());
  }

  /** Returns true if spark-submit has the option and takes a value for it. */
  static boolean takesValue(String option) {
    return WITH_VALUE.contains(option);
  }

  static boolean isSwitch(String option) {
    return SWITCHES.contains(option);
  }

  private SparkKeys() {}
}
