package dev.winnow.jobs.support;

import dev.winnow.jobs.configs.SubmitLine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Folder at the start of the PATH, with programs that record their arguments and end with given
 * codes.
 */
public final class FakeCommands {

  private final Path folder;

  public FakeCommands(Path folder) {
    this.folder = folder;
  }

  /** Ends its n-th call with the n-th code, and later ones with 0. */
  public FakeCommands ending(String program, int... codes) throws IOException {
    return printing(program, "'ended with '$code", codes);
  }

  /**
   * As {@link #ending}, and prints.
   *
   * @param printed words of a shell's echo, where {@code $code} is the code
   */
  public FakeCommands printing(String program, String printed, int... codes) throws IOException {
    String list = IntStream.of(codes).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve(program + ".codes"), list + "\n", StandardCharsets.UTF_8);
    return saying(
        program,
        """
        printf '%%s\\t' "$@" >>"%1$s/%2$s.calls"
        echo >>"%1$s/%2$s.calls"
        calls=$(wc -l <"%1$s/%2$s.calls")
        code=$(sed -n "${calls}p" "%1$s/%2$s.codes")
        code=${code:-0}
        echo %3$s
        exit $code
        """
            .formatted(folder, program, printed));
  }

  /** Runs a text in a shell. */
  public FakeCommands saying(String program, String body) throws IOException {
    Path script = folder.resolve(program);
    Files.writeString(script, "#!/bin/sh\n" + body, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  public Script run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", folder + File.pathSeparator + System.getenv("PATH"));
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    return Script.run("", all, List.of(command));
  }

  /** The arguments of each call. */
  public List<List<String>> calls(String program) throws IOException {
    Path noted = folder.resolve(program + ".calls");
    List<List<String>> calls = new ArrayList<>();
    if (Files.exists(noted)) {
      for (String line : Files.readAllLines(noted, StandardCharsets.UTF_8)) {
        calls.add(List.of(line.split("\t", -1)));
      }
    }
    return calls;
  }

  /** Winnow's command in each call of spark-submit. */
  public List<String> commands() throws IOException {
    return calls("spark-submit").stream()
        .map(words -> SubmitLine.spark(0, words).arguments().get(0))
        .toList();
  }
}
