package dev.winnow.transforms.dedup.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Negations of a normal form. A negation is a word such as {@code not}, {@code never}, {@code
 * without} or {@code cannot}; a word with {@code n't}, also without its apostrophe; a word of the
 * same kind in French, German, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
 * Polish or Russian; or one of three Chinese characters. {@code no} before a number is none.
 *
 * <p>A negation negates the next word, or the one before it at the end of the text. Two texts
 * differ if one has negations and the other has none, or if one negates a word more often and the
 * other has it more often without a negation. So a further sentence is no difference.
 */
final class Negations {

  private static final Set<String> WORDS =
      Set.of(
          ("not no never cannot without none nobody nothing nowhere neither nor non"
                  + " dont doesnt didnt isnt arent wasnt werent cant couldnt wouldnt shouldnt hasnt"
                  + " havent hadnt mustnt neednt aint"
                  + " ne pas jamais aucun aucune sans"
                  + " nicht kein keine keinen keinem keiner keines nie niemals ohne nein"
                  + " nunca jam\u00E1s sin ning\u00FAn ninguna ninguno tampoco"
                  + " mai senza nessun nessuna nessuno"
                  + " n\u00E3o sem nenhum nenhuma"
                  + " niet geen nooit zonder"
                  + " inte ikke ej aldrig aldri utan uten uden ingen inget intet"
                  + " nigdy bez"
                  + " \u043D\u0435 \u043D\u0435\u0442 \u043D\u0438\u043A\u043E\u0433\u0434\u0430"
                  + " \u0431\u0435\u0437")
              .split(" ", -1));

  private static final int[] CHINESE = {0x4E0D, 0x6CA1, 0x6C92};

  private final Map<String, Integer> negated = new HashMap<>();
  private final Map<String, Integer> plain = new HashMap<>();
  private boolean any;

  Negations(String form) {
    String[] words = form.split(" ", -1);
    boolean[] negation = new boolean[words.length];
    for (int i = 0; i < words.length; i++) {
      String next = i + 1 < words.length ? words[i + 1] : "";
      if (next.equals("t") && words[i].endsWith("n")) {
        negation[i] = true; // of "don't", whose form is "don t"
        negation[i + 1] = true;
        i++;
      } else {
        negation[i] = WORDS.contains(words[i]) && !(words[i].equals("no") && isNumber(next));
      }
    }
    for (int i = 0; i < words.length; i++) {
      if (!negation[i]) {
        boolean after = i > 0 && negation[i - 1];
        boolean beforeLast = i + 1 < words.length && onlyNegations(negation, i + 1);
        (after || beforeLast ? negated : plain).merge(words[i], 1, Integer::sum);
      }
      any |= negation[i];
    }
    any |= form.codePoints().anyMatch(Negations::isChinese);
  }

  boolean differFrom(Negations other) {
    return any != other.any || negates(other) || other.negates(this);
  }

  /** Returns whether this text negates a word that the other one has without the negation. */
  private boolean negates(Negations other) {
    return negated.entrySet().stream()
        .anyMatch(
            word ->
                word.getValue() > other.negated.getOrDefault(word.getKey(), 0)
                    && other.plain.getOrDefault(word.getKey(), 0)
                        > plain.getOrDefault(word.getKey(), 0));
  }

  private static boolean onlyNegations(boolean[] negation, int from) {
    for (int i = from; i < negation.length; i++) {
      if (!negation[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && Character.isDigit(word.codePointAt(0));
  }

  private static boolean isChinese(int point) {
    for (int negation : CHINESE) {
      if (point == negation) {
        return true;
      }
    }
    return false;
  }
}
