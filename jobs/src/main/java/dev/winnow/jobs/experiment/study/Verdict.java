package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.text.Texts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answer of a study: does a policy beat random rows of the same number, from the largest pool?
 *
 * @param answer {@code pays} if a policy wins and no more comparisons are lost than won, {@code
 *     mixed} if one wins and more are lost, {@code loses} if none wins and one loses, {@code
 *     undecided} if no difference is shown
 * @param sentence the answer in words
 * @param wins number of comparisons in which a policy has a lower error than random
 * @param losses number of comparisons in which it has a higher error
 * @param comparisons number of all comparisons
 */
record Verdict(String answer, String sentence, int wins, int losses, int comparisons) {

  /**
   * Judges comparisons.
   *
   * @param all comparisons of all pools, at least one
   */
  static Verdict of(List<Comparison> all) {
    int largest = all.stream().mapToInt(one -> one.first().pool()).max().orElseThrow();
    List<Comparison> compared =
        all.stream()
            .filter(one -> one.first().pool() == largest)
            .filter(one -> one.toRandom() != null && !one.first().policy().equals(Proxy.ALL))
            .toList();
    List<Comparison> wins = compared.stream().filter(Comparison::wins).toList();
    List<Comparison> losses = compared.stream().filter(Comparison::loses).toList();
    boolean several = learners(compared) > 1;
    String counts =
        String.format(
            Locale.ROOT,
            "of %d comparisons it wins %d and loses %d",
            compared.size(),
            wins.size(),
            losses.size());
    String sentence;
    String answer;
    if (!wins.isEmpty()) {
      answer = wins.size() >= losses.size() ? "pays" : "mixed";
      sentence =
          (answer.equals("pays")
                  ? "Pruning pays: it beats random: "
                  : "Pruning mostly loses to random, and beats it only here: ")
              + perPolicy(wins, several, -1)
              + "; "
              + losing(wins, losses)
              + counts
              + ".";
    } else if (!losses.isEmpty()) {
      answer = "loses";
      sentence =
          "Do not prune: pruning loses to random: "
              + perPolicy(losses, several, 1)
              + "; "
              + withoutDifference(compared, losses)
              + counts
              + ".";
    } else {
      answer = "undecided";
      sentence =
          compared.isEmpty()
              ? "No policy was compared with random."
              : "No difference between pruning and random is shown: "
                  + counts
                  + (compared.get(0).toRandom().pairs() == 1
                      ? "; one seed has no standard error."
                      : ".");
    }
    return new Verdict(answer, sentence, wins.size(), losses.size(), compared.size());
  }

  private static long learners(List<Comparison> compared) {
    return compared.stream()
        .map(one -> List.of(one.first().learner(), one.first().budget()))
        .distinct()
        .count();
  }

  /** Returns the largest difference of each policy, the largest of all first. */
  private static String perPolicy(List<Comparison> some, boolean several, int sign) {
    Map<String, Comparison> best = new LinkedHashMap<>();
    some.stream()
        .sorted(
            Comparator.comparingDouble((Comparison one) -> -sign * one.toRandom().mean())
                .thenComparing(one -> one.first().policy()))
        .forEach(one -> best.putIfAbsent(one.first().policy(), one));
    return best.values().stream()
        .map(one -> phrase(one, several))
        .collect(Collectors.joining("; "));
  }

  /** Names the policies that lose and win nowhere; empty for none. */
  private static String losing(List<Comparison> wins, List<Comparison> losses) {
    List<String> winning = wins.stream().map(one -> one.first().policy()).toList();
    String others =
        losses.stream()
            .map(one -> one.first().policy())
            .distinct()
            .filter(policy -> !winning.contains(policy))
            .collect(Collectors.joining(" and "));
    return others.isEmpty() ? "" : others + " lose" + (others.contains(" ") ? "; " : "s; ");
  }

  /** Names the policies of which nothing is shown; empty for none. */
  private static String withoutDifference(List<Comparison> compared, List<Comparison> losses) {
    List<String> losing = losses.stream().map(one -> one.first().policy()).toList();
    String others =
        compared.stream()
            .map(one -> one.first().policy())
            .distinct()
            .filter(policy -> !losing.contains(policy))
            .collect(Collectors.joining(" and "));
    return others.isEmpty() ? "" : "no difference is shown for " + others + "; ";
  }

  private static String phrase(Comparison one, boolean several) {
    Proxy proxy = one.first();
    return String.format(
        Locale.ROOT,
        "%s %s of %s rows%s, error %.4f against %.4f (%.1f standard errors)",
        AdviceText.direction(proxy.policy()),
        proxy.fraction(),
        Texts.count(proxy.pool()),
        several ? " with " + AdviceText.learner(proxy.learner(), proxy.budget()) : "",
        one.error(),
        one.error() - one.toRandom().mean(),
        Math.abs(one.toRandom().standardErrors()));
  }
}
