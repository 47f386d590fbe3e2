package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.Versions;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.wheel.Wheel;
import dev.winnow.transforms.text.Printable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a Python package of this program. */
@Command(
    name = "wheel",
    description = {
      "Writes a Python wheel of this program.",
      "It holds the command winnow, the reader of releases, wrappers for PySpark, and the jar."
          + " Spark is that of SPARK_HOME, or of the package pyspark."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  winnow wheel", "  pip install dist/winnow-*.whl"})
final class WheelCommand implements Callable<Integer> {

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "dist",
      description = "folder to write to; created if absent; default: ${DEFAULT-VALUE}")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, URISyntaxException {
    Path jar =
        Path.of(WheelCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!jar.getFileName().toString().endsWith("-all.jar")) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "the command must run from a jar whose name ends with -all.jar, got "
              + jar
              + "; start it by ./winnow wheel");
    }
    Path wheel =
        Wheel.write(
            jar,
            Versions.properties().getProperty("winnow"),
            Versions.properties().getProperty("spark.line"),
            folder);
    spec.commandLine().getOut().println("wrote " + Printable.of(wheel));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
