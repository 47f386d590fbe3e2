package dev.winnow.jobs.configs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.support.Script;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Checks the files of cluster-configs, each by its kind. */
final class ConfigLint {

  private static final Pattern TIMES = Pattern.compile("(?:[0-9*,/-]+\\s+){5}(\\S.*)");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z_]+\\s*=.*");
  private static final Pattern NAMED_FILE = Pattern.compile("`([a-z-]+/[A-Za-z0-9_./-]+)`");

  private static final String DAG_LINES =
      "import json, sys\n"
          + "names = {'__name__': 'dag'}\n"
          + "exec(compile(sys.stdin.read(), 'dag', 'exec'), names)\n"
          + "print(json.dumps([names['submit_line'](*step) for step in names['STEPS']]))\n";

  private final ConfigFiles files;
  private final SubmitCheck submits;

  ConfigLint(ConfigFiles files) {
    this.files = files;
    this.submits = new SubmitCheck(files);
  }

  /** Returns the faults that a file with this text has. */
  List<ConfigFault> check(String file, String text) throws IOException, InterruptedException {
    String name = file.substring(file.lastIndexOf('/') + 1);
    if (file.startsWith("recipes/") || file.startsWith("local/")) {
      return SubmitCheck.recipe(file, text);
    }
    if (name.equals("crontab")) {
      return crontab(file, text);
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "yaml", "yml" -> yaml(file, text);
      case "json" -> json(file, text);
      case "properties" -> properties(file, text);
      case "sh" -> shell(file, text);
      case "py" -> python(file, text);
      case "md" -> readme(file, text);
      case "xml" -> List.of(); // the build reads it
      default -> List.of(new ConfigFault(file, 0, "no check knows files like this"));
    };
  }

  /** Returns the jobs of a file, in its order. */
  static List<SubmitLine> jobs(ConfigFiles files, String file)
      throws IOException, InterruptedException {
    ConfigLint lint = new ConfigLint(files);
    lint.check(file, files.text(file));
    return lint.submits.seen();
  }

  private List<ConfigFault> yaml(String file, String text) {
    List<ConfigFault> faults = new ArrayList<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(true);
      for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
        YamlTree document = new YamlTree(node);
        String kind = document.at("kind").text();
        String version = String.valueOf(document.at("apiVersion").text()).replace('/', '-');
        String schema =
            kind == null ? "databricks" : kind.equals("Pod") ? kind : kind + "-" + version;
        ConfigKeys keys = ConfigKeys.of(schema);
        if (keys == null) {
          faults.add(new ConfigFault(file, document.line(), "no schema knows " + schema));
          continue;
        }
        faults.addAll(keys.check(file, node));
        jobs(file, kind, document, faults);
      }
    } catch (MarkedYAMLException e) {
      faults.add(new ConfigFault(file, e.getProblemMark().getLine() + 1, e.getProblem()));
    }
    return faults;
  }

  private void jobs(String file, String kind, YamlTree document, List<ConfigFault> faults) {
    if (kind == null) {
      databricks(file, document, faults);
      return;
    }
    YamlTree spec = document.at("spec");
    YamlTree kubeflow = spec.at("template").exists() ? spec.at("template") : spec;
    if (kubeflow.at("arguments").exists()) {
      job(file, kubeflow, "mainApplicationFile", "arguments", faults);
    } else if (!kind.equals("Pod")) {
      job(file, spec, "jars", "driverArgs", faults);
    }
    settings(file, kubeflow.at("sparkConf"), faults);
  }

  private void job(
      String file, YamlTree spec, String jar, String arguments, List<ConfigFault> faults) {
    YamlTree words = spec.at(arguments);
    SubmitLine line =
        SubmitLine.of(
            words.line(), spec.at("mainClass").text(), spec.at(jar).text(), words.texts());
    faults.addAll(submits.check(file, line));
  }

  private void databricks(String file, YamlTree bundle, List<ConfigFault> faults) {
    for (YamlTree job : bundle.at("resources", "jobs").sections()) {
      Set<String> clusters = new HashSet<>();
      for (YamlTree cluster : job.at("job_clusters").items()) {
        clusters.add(cluster.at("job_cluster_key").text());
        settings(file, cluster.at("new_cluster", "spark_conf"), faults);
      }
      Set<String> tasks = new HashSet<>();
      for (YamlTree task : job.at("tasks").items()) {
        reference(file, task.at("job_cluster_key"), clusters, faults);
        task.at("depends_on")
            .items()
            .forEach(before -> reference(file, before.at("task_key"), tasks, faults));
        tasks.add(task.at("task_key").text());
        YamlTree jar = task.at("spark_jar_task");
        List<YamlTree> libraries = task.at("libraries").items();
        SubmitLine line =
            SubmitLine.of(
                jar.at("parameters").line(),
                jar.at("main_class_name").text(),
                libraries.isEmpty() ? null : libraries.get(0).at("jar").text(),
                jar.at("parameters").texts());
        faults.addAll(submits.check(file, line));
      }
    }
  }

  private static void reference(
      String file, YamlTree name, Set<String> known, List<ConfigFault> faults) {
    if (!known.contains(name.text())) {
      faults.add(new ConfigFault(file, name.line(), name.text() + " is not defined before"));
    }
  }

  private static void settings(String file, YamlTree section, List<ConfigFault> faults) {
    section.keys().forEach(key -> SubmitCheck.key(file, key.line(), key.text(), faults));
  }

  private List<ConfigFault> json(String file, String text) {
    try {
      new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return List.of(
          new ConfigFault(
              file, e.getLocation().getLineNr(), "not JSON: " + e.getOriginalMessage()));
    }
    // JSON is YAML, whose reader knows the line of every key.
    Node node = new Yaml().compose(new StringReader(text));
    boolean steps = file.contains("steps");
    List<ConfigFault> faults =
        new ArrayList<>(
            ConfigKeys.of(steps ? "emr-steps" : "emr-configurations").check(file, node));
    for (YamlTree step : steps ? new YamlTree(node).items() : List.<YamlTree>of()) {
      List<String> words = step.at("Args").texts();
      if (words.isEmpty() || !words.get(0).equals("spark-submit")) {
        faults.add(new ConfigFault(file, step.line(), "Args must begin with spark-submit"));
      } else {
        SubmitLine line = SubmitLine.spark(step.at("Args").line(), words.subList(1, words.size()));
        faults.addAll(submits.check(file, line));
      }
    }
    return faults;
  }

  private static List<ConfigFault> properties(String file, String text) throws IOException {
    Properties read = new Properties();
    read.load(new StringReader(text));
    List<ConfigFault> faults = new ArrayList<>();
    if (file.startsWith("conf/")) {
      return faults;
    }
    Set<String> seen = new HashSet<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
        String key = lines[i].trim().split("[\\s=:]+", 2)[0];
        SubmitCheck.key(file, i + 1, key, faults);
        if (!seen.add(key)) {
          faults.add(new ConfigFault(file, i + 1, key + " is repeated"));
        }
        if (!read.containsKey(key) || read.getProperty(key).isBlank()) {
          faults.add(new ConfigFault(file, i + 1, key + " has no value"));
        }
      }
    }
    return faults;
  }

  private List<ConfigFault> shell(String file, String text)
      throws IOException, InterruptedException {
    Script parsed = Script.run(text, "sh", "-n");
    if (parsed.code() != 0) {
      return List.of(new ConfigFault(file, 0, parsed.err().strip()));
    }
    return submits(file, ShellWords.script(text));
  }

  private List<ConfigFault> submits(String file, List<ShellWords.Simple> commands) {
    List<ConfigFault> faults = new ArrayList<>();
    for (ShellWords.Simple command : commands) {
      List<String> words = command.words();
      int spark = words.indexOf("spark-submit");
      int gcloud = words.indexOf("gcloud");
      if (spark >= 0) {
        List<String> rest = words.subList(spark + 1, words.size());
        faults.addAll(submits.check(file, SubmitLine.spark(command.line(), rest)));
      } else if (gcloud >= 0 && words.size() > 5 && words.get(4).equals("spark")) {
        List<String> rest = words.subList(5, words.size());
        faults.addAll(submits.check(file, SubmitLine.gcloud(command.line(), rest)));
      }
    }
    return faults;
  }

  private List<ConfigFault> crontab(String file, String text)
      throws IOException, InterruptedException {
    List<ConfigFault> faults = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].trim();
      Matcher entry = TIMES.matcher(line);
      if (entry.matches()) {
        Script parsed = Script.run(entry.group(1), "sh", "-n");
        if (parsed.code() != 0 || entry.group(1).contains("%")) {
          faults.add(new ConfigFault(file, i + 1, "cron's shell can't read the command"));
        }
        faults.addAll(submits(file, ShellWords.of(i + 1, entry.group(1))));
      } else if (!line.isEmpty() && !line.startsWith("#") && !SETTING.matcher(line).matches()) {
        faults.add(new ConfigFault(file, i + 1, "must be NAME=VALUE, or five times and a command"));
      }
    }
    return faults;
  }

  private List<ConfigFault> python(String file, String text)
      throws IOException, InterruptedException {
    Script parsed =
        Script.run(text, "python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())");
    if (parsed.code() != 0) {
      return List.of(new ConfigFault(file, 0, parsed.err().strip()));
    }
    Script lines = Script.run(text, "python3", "-c", DAG_LINES);
    if (lines.code() != 0) {
      return List.of(new ConfigFault(file, 0, lines.err().strip()));
    }
    List<ConfigFault> faults = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(lines.out())) {
      List<String> words = new ArrayList<>();
      step.forEach(word -> words.add(word.asText()));
      faults.addAll(submits.check(file, SubmitLine.spark(0, words.subList(1, words.size()))));
    }
    return faults;
  }

  /** Checks that files in backquotes exist. */
  private List<ConfigFault> readme(String file, String text) {
    List<ConfigFault> faults = new ArrayList<>();
    Matcher named = NAMED_FILE.matcher(text);
    while (named.find()) {
      if (!files.names().contains(named.group(1))) {
        int line = (int) text.substring(0, named.start()).lines().count();
        faults.add(new ConfigFault(file, line, named.group(1) + " is not in cluster-configs"));
      }
    }
    return faults;
  }
}
