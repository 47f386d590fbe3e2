package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.DidYouMean;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options in a shell; starts no Spark. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in a shell.",
      "Put the line of your shell into ~/.bashrc or ~/.zshrc, or run it once. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(winnow completion bash)",
      "  source <(winnow completion zsh)",
      "  winnow completion bash > ~/.local/share/bash-completion/completions/winnow"
    })
final class CompletionCommand implements Callable<Integer> {

  private static final String BASH = "bash";
  private static final String ZSH = "zsh";

  /** Functions of bash that zsh has after these lines. */
  private static final String FOR_ZSH =
      "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh")
  private String shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!shell.equals(BASH) && !shell.equals(ZSH)) {
      throw new Failure(
          ExitCode.USAGE,
          "SHELL must be bash or zsh, got " + shell + DidYouMean.hint(shell, List.of(BASH, ZSH)));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(shell.equals(ZSH) ? FOR_ZSH : "");
    out.print(AutoComplete.bash("winnow", spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
