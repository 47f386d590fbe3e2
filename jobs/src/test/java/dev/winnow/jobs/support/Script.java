package dev.winnow.jobs.support;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Result of a program of this machine that was given a text on its standard input. */
public record Script(int code, String out, String err) {

  public static Script run(String input, String... command)
      throws IOException, InterruptedException {
    return run(input, Map.of(), List.of(command));
  }

  /**
   * @param environment added to the environment of this process
   */
  public static Script run(String input, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("script", ".out");
    Path err = Files.createTempFile("script", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      // A machine that hides its GPUs must not decide what a script of these tests sees.
      builder.environment().remove("CUDA_VISIBLE_DEVICES");
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A program that does not read its input closes it; its exit code shows the result.
        assert !e.getMessage().isEmpty();
      }
      int code = process.waitFor();
      return new Script(
          code,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  public static boolean has(String program) {
    String path = String.valueOf(System.getenv("PATH"));
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
