package dev.winnow.jobs.experiment;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.transforms.experiment.fit.CurveStudy;
import dev.winnow.transforms.experiment.fit.Envelope;
import dev.winnow.transforms.experiment.fit.FitRefused;
import dev.winnow.transforms.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answer of the command {@code fit}: the study of each curve of a file. */
public final class FitReport {

  /**
   * Question to a file.
   *
   * @param columns that hold the measurements
   * @param nIsOptional true if the column of N is the default, which a file may lack
   * @param settings of each study
   * @param claims values of coefficients that are held against the intervals, by name
   * @param envelope true if the lower envelope of the curves is asked for
   */
  public record Question(
      FitColumns columns,
      boolean nIsOptional,
      CurveStudy.Settings settings,
      Map<String, Double> claims,
      boolean envelope) {}

  /**
   * Studies each curve of a csv file or a Delta table. A curve that can't be fitted is reported as
   * refused if others can.
   *
   * @throws Failure with {@link ExitCode#INPUT} if the file can't be read, {@link ExitCode#USAGE}
   *     if a form or a claim does not suit the columns, {@link ExitCode#DATA} if no curve can be
   *     fitted
   */
  public static RunReport of(Path file, Question question) {
    try {
      return answer(file, question);
    } catch (FitRefused e) {
      throw refused(file, e);
    }
  }

  private static RunReport answer(Path file, Question question) {
    Curves curves = MeasurementFile.read(file, question.columns(), question.nIsOptional());
    List<Map<String, Object>> objects = new ArrayList<>();
    List<CurveStudy> studies = new ArrayList<>();
    StringBuilder card = new StringBuilder();
    FitRefused first = null;
    for (Map.Entry<String, Curves.Curve> named : curves.byGroup().entrySet()) {
      if (!named.getKey().isEmpty()) {
        card.append(objects.isEmpty() ? "" : "\n")
            .append(Printable.of(named.getKey()))
            .append('\n');
      }
      try {
        CurveStudy study = study(named.getValue(), question.settings());
        studies.add(study);
        StudyText text = new StudyText(study, named.getValue().seen(), question.claims());
        objects.add(text.json(named.getKey()));
        card.append(text.card());
      } catch (FitRefused e) {
        first = first == null ? e : first;
        objects.add(refusal(named.getKey(), e));
        card.append("refused: ").append(e.getMessage()).append('\n');
      }
    }
    if (studies.isEmpty()) {
      throw refused(file, first);
    }
    if (objects.size() == 1) {
      return new RunReport(card.toString(), objects.get(0));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("groups", objects);
    MeanErrors means = MeanErrors.of(studies);
    json.put("mean_held_out_error", means.json());
    card.append('\n').append(means.card());
    if (question.envelope()) {
      envelope(curves, json, card);
    }
    return new RunReport(card.toString(), json);
  }

  private static CurveStudy study(Curves.Curve curve, CurveStudy.Settings settings) {
    if (settings.form() != null && settings.form().ofTwoSizes() != curve.seen().hasParameters()) {
      throw new Failure(
          ExitCode.USAGE,
          "--form must be a form of "
              + (curve.seen().hasParameters() ? "N and D" : "D alone")
              + ", got "
              + settings.form().label()
              + "; name another form, or other columns");
    }
    return curve.unseen() == null || curve.unseen().rows() == 0
        ? CurveStudy.of(curve.seen(), settings)
        : CurveStudy.of(curve.seen(), curve.unseen(), settings);
  }

  private static Map<String, Object> refusal(String group, FitRefused refused) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group);
    json.put("refused", refused.getMessage());
    return json;
  }

  private static Failure refused(Path file, FitRefused refused) {
    return new Failure(
        ExitCode.DATA, "can't fit " + Printable.of(file) + ": " + refused.getMessage(), refused);
  }

  private static void envelope(Curves curves, Map<String, Object> json, StringBuilder card) {
    List<Envelope.Member> members =
        curves.byGroup().entrySet().stream()
            .map(curve -> Envelope.Member.of(curve.getKey(), curve.getValue().seen()))
            .toList();
    List<Map<String, Object>> points = new ArrayList<>();
    card.append("\nlower envelope: D, loss, curve\n");
    for (Envelope.Point point : Envelope.of(members)) {
      points.add(Map.of("D", point.size(), "loss", point.loss(), "group", point.label()));
      card.append("  ")
          .append(Figures.of(point.size()))
          .append("  ")
          .append(Figures.of(point.loss()))
          .append("  ")
          .append(Printable.of(point.label()))
          .append('\n');
    }
    json.put("envelope", points);
  }

  private FitReport() {}
}
