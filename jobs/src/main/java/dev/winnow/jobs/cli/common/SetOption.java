package dev.winnow.jobs.cli.common;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that overrides values of a recipe, which most commands have. */
public final class SetOption {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "override a recipe value by its dotted key, such as prune.keep_fraction=0.6; repeatable")
  private List<String> sets = new ArrayList<>();

  public List<String> values() {
    return sets;
  }
}
