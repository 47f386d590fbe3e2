package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.dedup.ShufflePartitions;
import dev.winnow.transforms.task.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NearTextsTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("place", DataTypes.LongType);

  /** Returns the texts with the ids t0, t1 ... in the order of their places. */
  private static Dataset<Row> texts(int partitions, List<String> texts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(RowFactory.create("t" + i, texts.get(i), (long) i));
    }
    return LocalSpark.rows(SCHEMA, partitions, rows);
  }

  private static TreeSet<String> pairs(NearTexts near, int partitions, List<String> texts) {
    return ShufflePartitions.of(
        partitions,
        () -> {
          TreeSet<String> found = new TreeSet<>();
          for (Row row : near.apply(texts(partitions, texts)).accepted().collectAsList()) {
            String line =
                String.format(
                    "%s %s %.3f %s",
                    row.getString(0), row.getString(1), row.getDouble(2), row.getString(3));
            assertTrue(found.add(line), "a pair occurs once: " + line);
          }
          return found;
        });
  }

  @Test
  void pairsTextsByFormByWordsAndByShinglesAndNamesTheRule() {
    List<String> texts =
        List.of(
            "book a table for two in rome",
            "Book a table for two, in Rome!",
            "table two for a book rome in",
            "book a table for two in rom",
            "what is the weather like",
            "what is the waether like",
            "");
    assertEquals(
        new TreeSet<>(
            List.of(
                "t0 t1 1.000 normal_form",
                // 18 common shingles of 34
                "t0 t2 0.529 word_bag",
                "t1 t2 0.529 word_bag",
                // 25 of 26: the last one is missing
                "t0 t3 0.962 shingles",
                "t1 t3 0.962 shingles",
                // 17 of 25
                "t4 t5 0.680 misspelling")),
        pairs(new NearTexts(TextOptions.defaults().withNearJaccard(0.78)), 2, texts));
  }

  @Test
  void textsWithoutLettersAndNullsAreInNoPairAndOneCharacterIsAText() {
    List<String> texts =
        new ArrayList<>(List.of("", " ", "?!", "...", "a", "b", "A.", "\uD83D\uDE00"));
    texts.add(null);
    texts.add(null);
    assertEquals(
        new TreeSet<>(List.of("t4 t6 1.000 normal_form")),
        pairs(new NearTexts(TextOptions.defaults().withNearJaccard(0.5)), 3, texts));
  }

  @Test
  void comparesTextsOnBothSidesOfTheBoundaryBetweenShortAndLong() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder();
    while (text.length() < TextKeys.LONG - 2) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    List<String> texts = List.of(text.toString(), text + "xyzuv", text + "xyzuvw");
    assertEquals(
        3, pairs(new NearTexts(TextOptions.defaults().withNearJaccard(0.78)), 1, texts).size());
  }

  @Test
  void findsThePairsOfAPlainComparisonOfAllTextsWhateverThePartitions() {
    SplittableRandom random = new SplittableRandom(6);
    String[] words = "open close door window table lamp red blue green please now later".split(" ");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      StringBuilder text = new StringBuilder("text " + i % 40);
      for (int w = 0; w < 7; w++) {
        text.append(' ').append(words[(i % 40 * 5 + w * w) % words.length]);
      }
      if (i >= 40) {
        text.setCharAt(random.nextInt(text.length()), 'q');
      }
      texts.add(text.toString());
    }
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < texts.size(); i++) {
      for (int j = i + 1; j < texts.size(); j++) {
        double jaccard = ComparableText.of(texts.get(i)).jaccard(ComparableText.of(texts.get(j)));
        String rule =
            texts.get(i).equals(texts.get(j))
                ? "normal_form"
                : jaccard >= 0.8
                    ? "shingles"
                    : bag(texts, i).equals(bag(texts, j)) ? "word_bag" : "";
        if (!rule.isEmpty()) {
          expected.add(String.format("t%d t%d %.3f %s", i, j, jaccard, rule));
        }
      }
    }
    assertTrue(expected.size() > 80, "pairs: " + expected.size());
    for (int partitions : new int[] {1, 7}) {
      TreeSet<String> found =
          pairs(
              new NearTexts(TextOptions.defaults().withNearJaccard(0.8).withGuards(Set.of())),
              partitions,
              texts);
      // Below the threshold a band proposes most misspellings, not all.
      found.removeIf(pair -> pair.endsWith(TextRule.MISSPELLING.word()));
      assertEquals(expected, found);
    }
  }

  private static List<String> bag(List<String> texts, int text) {
    return List.of(TextKeys.words(texts.get(text)));
  }

  @Test
  void aBandThatFiveThousandTextsShareIsBoundedAndCounted() {
    // Only the last word differs: nearly all texts share most bands.
    StringBuilder notice = new StringBuilder();
    for (int i = 0; i < 18; i++) {
      notice.append("word").append(i * 7919 % 997).append(' ');
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      texts.add(notice + "page " + Integer.toString(i * 7919, 36));
    }
    Dataset<Row> rows = texts(4, texts);
    NearTexts.Found found =
        new NearTexts(TextOptions.defaults().withNearJaccard(0.78).withGuards(Set.of()), 4)
            .apply(rows);
    List<Row> bounded = found.bounded().collectAsList();
    assertTrue(bounded.size() > 5, "bounded buckets: " + bounded.size());
    for (Row bucket : bounded) {
      long n = bucket.getLong(3);
      long made = 4 * 5 / 2 + (n - 5) * 5; // of a window of 4
      assertEquals("shingles", bucket.getString(0));
      assertEquals(n * (n - 1) / 2 - made, bucket.getLong(4));
    }
    Dataset<Row> foundPairs = Snapshot.of(found.accepted());
    long pairs = foundPairs.count();
    assertTrue(pairs <= 5000L * 5 * (TextBands.USUAL.bands() + 1), "pairs: " + pairs);
    assertEquals(
        5000,
        foundPairs.select("left_id").union(foundPairs.select("right_id")).distinct().count(),
        "every text is in a pair");
  }

  @Test
  void rejectsAThresholdOutsideItsRange() {
    TextOptions defaults = TextOptions.defaults();
    for (double wrong : new double[] {0.39, 1.01, Double.NaN}) {
      assertEquals(
          "nearJaccard must be in [0.4, 1], got " + wrong,
          assertThrows(IllegalArgumentException.class, () -> defaults.withNearJaccard(wrong))
              .getMessage());
    }
  }
}
