package dev.winnow.transforms.dedup.text;

import dev.winnow.transforms.JsonTexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies of texts with one edit each, of kinds that were not used to choose a threshold. There are
 * {@value #EACH} of a kind. A fixed seed draws their sources from the texts that the edit changes.
 */
final class TextCopies {

  static final int EACH = 200;

  private static final long SEED = 20261126;
  private static final String[] MARKS = {",", ";", " -", ":", "..."};
  private static final String[] ENDS = {"!", "?!", "...", "!!"};
  private static final String[] EMOJI = {
    "\uD83D\uDE00", "\uD83D\uDE4F", "\uD83D\uDC4D", "\u2764\uFE0F", "\uD83D\uDE02", "\uD83C\uDF89"
  };
  private static final String[] THANKS = {"thanks", "thank you", "asap", "right now"};
  private static final String[] ONES =
      ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
              + " fifteen sixteen seventeen eighteen nineteen")
          .split(" ");
  private static final String[] TENS =
      "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.,:$])\\d{1,2}(?![\\w.,:%])");
  private static final Map<String, String> LONG_FORMS =
      Map.of(
          "what's",
          "what is",
          "i'm",
          "i am",
          "don't",
          "do not",
          "can't",
          "cannot",
          "it's",
          "it is",
          "how's",
          "how is",
          "i'd",
          "i would",
          "where's",
          "where is",
          "i've",
          "i have",
          "that's",
          "that is");

  private record Kind(String name, BiFunction<String, Random, Optional<String>> edit) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("punctuation", TextCopies::punctuated),
          new Kind("emoji", (text, random) -> Optional.of(text + " " + any(EMOJI, random))),
          new Kind("digits as words", (text, random) -> digitsAsWords(text)),
          new Kind("two words swapped", TextCopies::swapped),
          new Kind("a word twice", TextCopies::doubled),
          new Kind("long form", (text, random) -> longForm(text)),
          new Kind(
              "words added at the end", (t, random) -> Optional.of(t + " " + any(THANKS, random))));

  static List<QueryCopies.Copy> of(List<JsonTexts> texts) {
    List<QueryCopies.Copy> copies = new ArrayList<>();
    for (Kind kind : KINDS) {
      Random random = new Random(SEED + kind.name().hashCode());
      List<JsonTexts> drawn = new ArrayList<>(texts);
      Collections.shuffle(drawn, random);
      int made = 0;
      for (JsonTexts source : drawn) {
        Optional<String> copy =
            kind.edit().apply(source.text(), random).filter(text -> !text.equals(source.text()));
        if (copy.isPresent() && made < EACH) {
          copies.add(
              new QueryCopies.Copy(
                  "made-" + kind.name() + "-" + made++, copy.get(), source.id(), kind.name()));
        }
      }
      if (made < EACH) {
        throw new IllegalStateException("too few texts to edit by " + kind.name() + ": " + made);
      }
    }
    return copies;
  }

  private static String any(String[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  private static Optional<String> punctuated(String text, Random random) {
    String[] words = text.split(" ", -1);
    for (int i = 0; i < 2; i++) {
      words[random.nextInt(words.length)] += any(MARKS, random);
    }
    return Optional.of(String.join(" ", words) + any(ENDS, random));
  }

  private static Optional<String> digitsAsWords(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.find()
        ? Optional.of(number.replaceAll(found -> inWords(Integer.parseInt(found.group()))))
        : Optional.empty();
  }

  private static String inWords(int number) {
    if (number < ONES.length) {
      return ONES[number];
    }
    return TENS[number / 10] + (number % 10 == 0 ? "" : " " + ONES[number % 10]);
  }

  private static Optional<String> swapped(String text, Random random) {
    String[] words = text.split(" ", -1);
    int i = random.nextInt(words.length);
    int j = random.nextInt(words.length);
    String word = words[i];
    words[i] = words[j];
    words[j] = word;
    return Optional.of(String.join(" ", words));
  }

  private static Optional<String> doubled(String text, Random random) {
    String[] words = text.split(" ", -1);
    int i = random.nextInt(words.length);
    words[i] = words[i] + " " + words[i];
    return Optional.of(String.join(" ", words));
  }

  private static Optional<String> longForm(String text) {
    String[] words = text.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = LONG_FORMS.getOrDefault(words[i], words[i]);
    }
    return Optional.of(String.join(" ", words));
  }

  private TextCopies() {}
}
