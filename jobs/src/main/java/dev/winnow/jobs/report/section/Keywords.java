package dev.winnow.jobs.report.section;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that set the texts of a cluster apart from a sample of all texts, by tf-idf: the share of
 * the texts of the cluster that have the word, times the logarithm of the inverse share of all.
 */
final class Keywords {

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}\\p{N}'’-]{1,29}");

  private final Map<String, Integer> documents = new HashMap<>();
  private final int total;

  /**
   * @param sample texts of all clusters
   */
  Keywords(Collection<String> sample) {
    this.total = sample.size();
    sample.forEach(text -> words(text).forEach(word -> documents.merge(word, 1, Integer::sum)));
  }

  /**
   * Returns the words with the highest values; ties go by the order of their characters.
   *
   * @param texts texts of the cluster, which are in the sample, too
   */
  List<String> of(List<String> texts, int most) {
    Map<String, Integer> inside = new HashMap<>();
    texts.forEach(text -> words(text).forEach(word -> inside.merge(word, 1, Integer::sum)));
    int least = texts.size() < 4 ? 1 : 2;
    Map<String, Double> values = new HashMap<>();
    inside.forEach(
        (word, count) -> {
          if (count >= least) {
            double share = (double) count / texts.size();
            double inverse =
                StrictMath.log((1.0 + total) / (1 + documents.getOrDefault(word, count)));
            values.put(word, share * inverse);
          }
        });
    List<String> words = new ArrayList<>(values.keySet());
    words.sort(
        Comparator.comparing((String word) -> values.get(word))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return words.subList(0, Math.min(most, words.size()));
  }

  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
