package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.fit.Bootstrap;
import dev.winnow.transforms.experiment.fit.CurveStudy;
import dev.winnow.transforms.experiment.fit.Envelope;
import dev.winnow.transforms.experiment.fit.FitRefused;
import dev.winnow.transforms.experiment.fit.Fitter;
import dev.winnow.transforms.experiment.fit.FormTrial;
import dev.winnow.transforms.experiment.fit.Interval;
import dev.winnow.transforms.experiment.fit.LawForm;
import dev.winnow.transforms.experiment.fit.Runs;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Laws of the error over the training rows. Each policy has a curve for each fraction, over the
 * pools, and the lower envelope of these curves. Random rows have one curve: a share of random rows
 * is a random sample, whatever the pool, and so is the whole pool.
 */
final class StudyFits {

  /** Suffix of the policy of an envelope. */
  static final String ENVELOPE = "-envelope";

  private static final int RESAMPLES = 200;
  private static final double DELTA = 1e-3;

  /**
   * A curve of a study.
   *
   * @param fraction null for random and for envelopes
   * @param sizes training rows of the points
   * @param errors errors of the points
   */
  record Curve(
      String policy,
      Double fraction,
      Learner learner,
      Budget.Kind budget,
      double[] sizes,
      double[] errors) {

    Runs runs() {
      return Runs.of(null, sizes, errors);
    }
  }

  /**
   * A curve with its laws.
   *
   * @param study laws of all forms; null if the curve is refused
   * @param power intervals of the form without a floor, whose exponent is the slope in logarithms;
   *     null if the curve is refused
   * @param refused the reason; null if it is not refused
   */
  record Fitted(Curve curve, CurveStudy study, Map<String, Interval> power, String refused) {

    FormTrial trial(LawForm form) {
      return study.trials().stream()
          .filter(each -> each.fit().form() == form)
          .findFirst()
          .orElse(null);
    }
  }

  private StudyFits() {}

  /** Returns the curves of trained proxies. */
  static List<Curve> curves(Collection<Trained> trained) {
    List<Curve> curves = new ArrayList<>();
    Map<List<Object>, List<Trained>> byLearner = new LinkedHashMap<>();
    for (Trained one : trained) {
      if (!one.proxy().policy().equals(Proxy.ALL)) {
        byLearner
            .computeIfAbsent(
                List.of(one.proxy().learner(), one.proxy().budget()), key -> new ArrayList<>())
            .add(one);
      }
    }
    byLearner.forEach(
        (key, some) -> {
          Learner learner = (Learner) key.get(0);
          List<Trained> whole =
              trained.stream()
                  .filter(one -> one.proxy().policy().equals(Proxy.ALL))
                  .filter(one -> one.proxy().learner() == learner)
                  .toList();
          addCurves(curves, some, whole);
        });
    return curves;
  }

  private static void addCurves(List<Curve> curves, List<Trained> some, List<Trained> whole) {
    Map<String, Map<Double, List<Trained>>> byPolicy = new LinkedHashMap<>();
    for (Trained one : some) {
      byPolicy
          .computeIfAbsent(one.proxy().policy(), policy -> new TreeMap<>())
          .computeIfAbsent(one.proxy().fraction(), fraction -> new ArrayList<>())
          .add(one);
    }
    byPolicy.forEach(
        (policy, fractions) -> {
          if (policy.equals(Grid.RANDOM)) {
            List<Trained> all = new ArrayList<>(whole);
            fractions.values().forEach(all::addAll);
            curves.add(curve(policy, null, all, some.get(0).proxy()));
            return;
          }
          List<Envelope.Member> members = new ArrayList<>();
          fractions.forEach(
              (fraction, points) -> {
                Curve curve = curve(policy, fraction, points, some.get(0).proxy());
                curves.add(curve);
                member(members, curve);
              });
          member(members, curve(Proxy.ALL, 1.0, whole, some.get(0).proxy()));
          curves.add(envelope(policy, members, some.get(0).proxy()));
        });
  }

  private static Curve curve(String policy, Double fraction, List<Trained> points, Proxy like) {
    return new Curve(
        policy,
        fraction,
        like.learner(),
        like.budget(),
        points.stream().mapToDouble(one -> one.proxy().rows()).toArray(),
        points.stream().mapToDouble(one -> one.measured().error()).toArray());
  }

  private static void member(List<Envelope.Member> members, Curve curve) {
    try {
      if (curve.sizes().length > 0) {
        members.add(Envelope.Member.of(String.valueOf(curve.fraction()), curve.runs()));
      }
    } catch (FitRefused e) {
      // A curve with an error of 0 has no logarithm; its own row says so.
    }
  }

  private static Curve envelope(String policy, List<Envelope.Member> members, Proxy like) {
    List<Envelope.Point> points = members.isEmpty() ? List.of() : Envelope.of(members);
    return new Curve(
        policy + ENVELOPE,
        null,
        like.learner(),
        like.budget(),
        points.stream().mapToDouble(Envelope.Point::size).toArray(),
        points.stream().mapToDouble(Envelope.Point::loss).toArray());
  }

  /**
   * Fits the laws of all curves.
   *
   * @param seed of the bootstrap
   */
  static List<Fitted> fit(List<Curve> curves, long seed) {
    return curves.stream().map(curve -> fit(curve, seed)).toList();
  }

  private static Fitted fit(Curve curve, long seed) {
    try {
      Runs runs = curve.runs();
      CurveStudy study = CurveStudy.of(runs, new CurveStudy.Settings(null, RESAMPLES, seed, DELTA));
      Fitted fitted = new Fitted(curve, study, null, null);
      FormTrial power = fitted.trial(LawForm.POWER);
      return new Fitted(
          curve,
          study,
          power == null
              ? null
              : new Bootstrap(new Fitter(DELTA), RESAMPLES, seed).intervals(power.fit(), runs),
          null);
    } catch (FitRefused e) {
      return new Fitted(curve, null, null, e.getMessage());
    }
  }
}
