package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exit code, by a process of its own. */
class ExitCodesIT {

  @TempDir private Path folder;

  private Path recipe(String more) throws IOException {
    Path docs = folder.resolve("docs.jsonl");
    if (!Files.exists(docs)) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        lines.append(
            "{\"text\": \"common words and word" + i % 7 + " again word" + i % 5 + "\"}\n");
      }
      lines.append("{\"no\": \"text\"}\n");
      Files.writeString(docs, lines);
    }
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: small\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {format: jsonl, path: "
            + docs
            + "}\nembed: {dim: 8}\ncluster: {k: 3}\n"
            + more);
    return recipe;
  }

  @Test
  void doneIsZeroAndASecondRunDoesNothing() throws Exception {
    String path = recipe("").toString();
    Command first = Command.winnow("run", path, "--json");
    assertEquals(0, first.code(), first.err());
    assertTrue(first.out().startsWith("{\"name\":\"small\""), first.out());
    Path log = folder.resolve("tables/small/decisions/_delta_log");
    long commits = count(log);
    long runs = count(folder.resolve("tables/small/runs/_delta_log"));
    Command second = Command.winnow("run", path);
    assertEquals(0, second.code(), second.err());
    assertTrue(second.out().contains("done before: nothing to do"), second.out());
    assertEquals(commits, count(log));
    assertEquals(runs, count(folder.resolve("tables/small/runs/_delta_log")));

    Command other = Command.winnow("run", path, "--set", "publish.release=v1");
    assertEquals(0, other.code(), other.err());
    Command taken =
        Command.winnow(
            "run", path, "--set", "publish.release=v1", "--set", "prune.keep_fraction=0.5");
    assertEquals(6, taken.code(), taken.err());
    assertTrue(
        taken.err().contains("release v1 stands for other content, published by run "),
        taken.err());
  }

  @Test
  void theSameRunIdWithAnotherRecipeIsSix() throws Exception {
    String path = recipe("").toString();
    assertEquals(0, Command.winnow("ingest", path, "--run-id", "mine").code());
    Command other = Command.winnow("ingest", path, "--run-id", "mine", "--set", "seed=1");
    assertEquals(6, other.code(), other.err());
    assertTrue(other.err().contains("winnow: run id mine belongs to another recipe"), other.err());
  }

  @Test
  void aFaultyRecipeIsTwoAndListsItsFaults() throws Exception {
    Command validate = Command.winnow("validate", recipe("prun: {}\nclustr: 3\n").toString());
    assertEquals(2, validate.code());
    assertTrue(validate.err().contains("the recipe has 2 faults"), validate.err());
    assertTrue(validate.err().contains("did you mean prune?"), validate.err());
    assertFalse(validate.err().contains("\tat "), validate.err());
    assertEquals(2, Command.winnow("runn").code());
    assertEquals(2, Command.winnow("run").code());
  }

  @Test
  void missingInputIsThree() throws Exception {
    Command missing =
        Command.winnow("run", recipe("").toString(), "--set", "input.path=" + folder + "/none");
    assertEquals(3, missing.code(), missing.err());
    assertTrue(missing.err().contains("winnow: input.path must exist"), missing.err());
    Command early = Command.winnow("cluster", recipe("").toString());
    assertEquals(3, early.code(), early.err());
  }

  @Test
  void tooManyRefusedRowsAreFour() throws Exception {
    Command refused =
        Command.winnow("run", recipe("").toString(), "--set", "input.max_quarantine=0.01");
    assertEquals(4, refused.code(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "quarantined share must be at most input.max_quarantine 0.01, got 1 of 61 rows"),
        refused.err());
    assertFalse(Files.exists(folder.resolve("tables/small/releases")));
  }

  @Test
  void anUnfitSparkIsFive() throws Exception {
    Command refused =
        Command.of(
            List.of(), Command.classPathWithout("delta-spark"), "run", recipe("").toString());
    assertEquals(5, refused.code(), refused.err());
    assertTrue(refused.err().contains("Delta Lake"), refused.err());
  }

  @Test
  void aHeldFolderIsSix() throws Exception {
    Path lease = folder.resolve("tables/small/_lease.json");
    String path = recipe("").toString();
    Files.createDirectories(lease.getParent());
    Files.writeString(
        lease,
        "{\"owner\":\"other\",\"run_id\":\"theirs\",\"host\":\"elsewhere\",\"pid\":1,\"renewed\":"
            + System.currentTimeMillis()
            + "}");
    Command held = Command.winnow("run", path);
    assertEquals(6, held.code(), held.err());
    assertTrue(held.err().contains("are held by run theirs, process 1 on elsewhere"), held.err());
  }

  @Test
  void helpAndVersionAreZeroAndNameTheCodes() throws Exception {
    Command help = Command.winnow("run", "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("6 output conflict"), help.out());
    assertTrue(help.out().contains("Examples:"), help.out());
    Command version = Command.winnow("--version");
    assertEquals(0, version.code());
    assertTrue(version.out().contains("Spark  4"), version.out());
  }

  private static long count(Path log) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(log)) {
      return files.filter(f -> f.toString().endsWith(".json")).count();
    }
  }

  /** A finished command. */
  record Command(int code, String out, String err) {

    static Command winnow(String... args) throws IOException, InterruptedException {
      return of(List.of(), System.getProperty("java.class.path"), args);
    }

    static String classPathWithout(String part) {
      return java.util.Arrays.stream(
              System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
          .filter(entry -> !entry.contains(part))
          .collect(java.util.stream.Collectors.joining(java.io.File.pathSeparator));
    }

    static Command of(List<String> options, String classPath, String... args)
        throws IOException, InterruptedException {
      return of(options, java.util.Map.of(), classPath, args);
    }

    static Command of(
        List<String> options,
        java.util.Map<String, String> environment,
        String classPath,
        String... args)
        throws IOException, InterruptedException {
      java.util.ArrayList<String> line = new java.util.ArrayList<>();
      line.add(ProcessHandle.current().info().command().orElse("java"));
      line.add("-Xmx1g");
      line.add("-XX:+UseSerialGC");
      line.add("-XX:TieredStopAtLevel=1");
      line.add("-Djava.awt.headless=true");
      java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.startsWith("--add-opens"))
          .forEach(line::add);
      line.addAll(options);
      line.addAll(List.of("-cp", classPath, "dev.winnow.jobs.Winnow"));
      line.addAll(List.of(args));
      Path out = Files.createTempFile("winnow", ".out");
      Path err = Files.createTempFile("winnow", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      int code = process.waitFor();
      return new Command(
          code,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }
}
