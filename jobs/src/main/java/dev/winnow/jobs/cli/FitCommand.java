package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.FitColumns;
import dev.winnow.jobs.experiment.FitReport;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.transforms.experiment.fit.CurveStudy;
import dev.winnow.transforms.experiment.fit.Fitter;
import dev.winnow.transforms.experiment.fit.LawForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits scaling laws to measured losses. */
@Command(
    name = "fit",
    description = {
      "Fits scaling laws to the losses of training runs.",
      "The law is E + A D^-beta, or E + A N^-alpha + B D^-beta if the file has a column N. Other"
          + " forms are compared with it by Akaike's criterion, and by the error at the largest"
          + " sizes, which the compared fits have not seen. Starts no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow fit runs.csv --d tokens --loss loss",
      "  winnow fit chinchilla.csv --json --claim E=1.69",
      "  winnow fit curves.csv --d examples --loss error --group fraction --envelope"
    })
final class FitCommand implements Callable<Integer> {

  private static final String DEFAULT_N = "N";

  @Parameters(
      paramLabel = "FILE",
      description = "csv file with a header, or folder of a Delta table; one row per run and size")
  private Path file;

  @Option(
      names = "--d",
      paramLabel = "COL",
      defaultValue = "D",
      description = "column of the training set's size; default: ${DEFAULT-VALUE}")
  private String d;

  @Option(
      names = "--n",
      paramLabel = "COL",
      description =
          "column of the model's size; default: N if the file has such a column, else the law has D"
              + " alone")
  private String n;

  @Option(
      names = "--loss",
      paramLabel = "COL",
      defaultValue = "loss",
      description = "column of the loss or error, above 0; default: ${DEFAULT-VALUE}")
  private String loss;

  @Option(
      names = "--group",
      paramLabel = "COL",
      description = "column whose values name separate curves, such as a learner; repeatable")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--train",
      paramLabel = "COL",
      description =
          "column that is 1 in rows to fit and 0 in rows to extrapolate to; default: the sizes"
              + " beyond half of the largest judge the forms")
  private String train;

  @Option(
      names = "--run",
      paramLabel = "COL",
      description =
          "column that names the training run of a row, because checkpoints of one run are drawn"
              + " together; default: each row is a run")
  private String run;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description =
          "form with intervals: power, floor, exponential, shifted or saturating; with N:"
              + " two-powers or two-sizes; default: floor, with N two-sizes")
  private String form;

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description = "value of a coefficient to hold against its interval; repeatable")
  private Map<String, Double> claims = new LinkedHashMap<>();

  @Option(
      names = "--envelope",
      description = "also print the lower envelope of the curves that --group names")
  private boolean envelope;

  @Option(
      names = "--resamples",
      defaultValue = "1000",
      description = "fits of the bootstrap, at least 20; default: ${DEFAULT-VALUE}")
  private int resamples;

  @Option(
      names = "--delta",
      defaultValue = "0.001",
      description =
          "log residual beyond which a row's pull does not grow, above 0; default:"
              + " ${DEFAULT-VALUE}")
  private double delta;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "seed of the bootstrap; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output instead of the summary")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunReport report =
        FitReport.of(
            file,
            new FitReport.Question(
                new FitColumns(n == null ? DEFAULT_N : n, d, loss, groups, train, run),
                n == null,
                settings(),
                claims,
                envelope));
    if (json) {
      Json.print(List.of(report.json()), spec.commandLine().getOut());
    } else {
      spec.commandLine().getOut().print(report.card());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private CurveStudy.Settings settings() {
    LawForm chosen = form == null ? null : form(form);
    if (resamples < 20) {
      throw new Failure(ExitCode.USAGE, "--resamples must be at least 20, got " + resamples);
    }
    try {
      new Fitter(delta);
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, "--" + e.getMessage(), e);
    }
    return new CurveStudy.Settings(chosen, resamples, seed, delta);
  }

  private static LawForm form(String label) {
    return Arrays.stream(LawForm.values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "--form must be one of "
                        + Stream.of(LawForm.values())
                            .map(LawForm::label)
                            .collect(Collectors.joining(", "))
                        + ", got "
                        + label));
  }
}
