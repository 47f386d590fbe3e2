package dev.winnow.jobs.support;

import dev.winnow.jobs.Winnow;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Finished command that ran in a separate process. */
public record Command(int code, String out, String err) {

  /**
   * Settings for a few dozen rows: one task where Spark would start many, and no compiled code for
   * a query that runs once. The test of layouts uses Spark's defaults for both.
   */
  private static final List<String> SMALL_DATA =
      List.of(
          "-Dspark.sql.shuffle.partitions=1",
          "-Dspark.sql.adaptive.enabled=false",
          "-Dspark.sql.codegen.wholeStage=false",
          "-Dspark.sql.codegen.factoryMode=NO_CODEGEN");

  /** Runs Winnow's main on small data, with the class path of this test. */
  public static Command winnow(String... args) throws IOException, InterruptedException {
    return start(args).await();
  }

  public static Running start(String... args) throws IOException {
    return start(SMALL_DATA, Map.of(), System.getProperty("java.class.path"), args);
  }

  public static String classPathWithout(String part) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains(part))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Starts Winnow's main.
   *
   * @param options of the JVM
   * @param environment added to the environment of this process
   */
  public static Running start(
      List<String> options, Map<String, String> environment, String classPath, String... args)
      throws IOException {
    return main(Winnow.class.getName(), options, environment, classPath, args);
  }

  /** Starts the main of any class. */
  public static Running main(
      String type,
      List<String> options,
      Map<String, String> environment,
      String classPath,
      String... args)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.add("-Xmx1g");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-Djava.awt.headless=true");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(line::add);
    line.addAll(options);
    line.addAll(List.of("-cp", classPath, type));
    line.addAll(List.of(args));
    Path out = Files.createTempFile("winnow", ".out");
    Path err = Files.createTempFile("winnow", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Command that has not ended yet. */
  public record Running(Process process, Path out, Path err) {

    public Command await() throws IOException, InterruptedException {
      int code = process.waitFor();
      return new Command(
          code,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Waits until a text is in the error stream; fails if the process ends first. */
    public void awaitError(String text) throws IOException, InterruptedException {
      while (!Files.readString(err, StandardCharsets.UTF_8).contains(text)) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("ended without \"" + text + "\": " + await());
        }
      }
    }

    /**
     * Returns true if it inherited that the signal is ignored; false if the system does not show
     * it.
     *
     * @param signal 1 for SIGHUP, 2 for SIGINT
     */
    public boolean ignores(int signal) throws IOException {
      Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
      if (!Files.isReadable(status)) {
        return false;
      }
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("SigIgn:")) {
          return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << signal - 1) != 0;
        }
      }
      return false;
    }

    /** Interrupts the command, as Ctrl-C does in a terminal. */
    public void interrupt() throws IOException, InterruptedException {
      signal("INT");
    }

    /** Sends a signal, such as TERM, to the command. */
    public void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }
  }
}
