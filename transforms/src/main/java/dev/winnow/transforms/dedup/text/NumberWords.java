package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Words of a text that have a digit, each with the sign, the comparison sign and the unit that
 * belong to it. They are found in {@link TextExactForm}, so width, case and white space are folded.
 *
 * <ul>
 *   <li>A word is a run of letters, marks and digits. The characters {@code - / _ ^ *} join two
 *       runs, and {@code . , :} join two digits: {@code kx-tg6700b}, {@code 1.5}, {@code 12:30}. A
 *       point before the first digit belongs to the word: {@code .15}. Digits of other scripts
 *       become 0 to 9; raised and lowered digits and fractions stay.
 *   <li>All dashes are one. Dashes between two digits, with a space on both sides or on none, make
 *       a range: {@code 3--4} and {@code 3 - 4} are {@code 3-4}.
 *   <li>{@code + - ±} right before the word are its sign, unless a letter, a digit or another dash
 *       comes before them. A space may follow {@code +}. A comparison sign with a space before or
 *       after it belongs to the word too: {@code < 0.05}.
 *   <li>A unit follows the number, with or without a space: {@code 5 mg} and {@code 5mg} are the
 *       same. Units are signs of currencies (also before the number), {@code %}, {@code ‰}, {@code
 *       °}, and common symbols and English names: {@code 5 minutes} and {@code 5 min} are the same.
 *       The next character of Chinese or Japanese is a unit as well.
 *   <li>Letters of scripts without spaces between words belong to no word.
 * </ul>
 */
final class NumberWords {

  private static final String SCRIPTS_WITHOUT_SPACES =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
  private static final String LETTER =
      "[\\p{N}[[\\p{L}\\p{M}]&&[^" + SCRIPTS_WITHOUT_SPACES + "]]]";
  private static final Pattern DASH = Pattern.compile("[\\p{Pd}\\u2212]");
  private static final Pattern RANGE = Pattern.compile("(?<=\\p{Nd})(?: -+ |-+)(?=\\p{Nd})");
  private static final Pattern WORD =
      Pattern.compile(
          "(?:(?<!@@)\\.(?=\\p{Nd}))?+@@++(?:(?:[-/_^*]|(?<=\\p{Nd})[.,:](?=\\p{Nd}))@@++)*+"
              .replace("@@", LETTER));
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");
  private static final Pattern PURE = Pattern.compile("[\\p{N}.,:/-]+");
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?:(?:(?<=\\s|^)(?<compared>[<>\\u2264\\u2265\\u2260\\u2248~]=?) ?"
              + "|(?<spaced>[<>\\u2264\\u2265\\u2260\\u2248]=?) ))?"
              + "(?:(?<![\\p{L}\\p{M}\\p{N})\\]}-])(?<sign>[-+\\u00B1])|(?<plus>\\+) )?"
              + "(?:(?<currency>\\p{Sc}) ?(?:(?<inner>[-+]))?)?$");
  private static final int BEFORE_LENGTH = 8;
  private static final Pattern AFTER =
      Pattern.compile(
          "^ ?(?<symbol>[%\\u2030]|\\u00B0 ?[cf]?(?!@@)|\\p{Sc}(?! ?\\p{Nd}))".replace("@@", LETTER)
              + "|^ (?<unit>[ap]\\.m\\.|[\\p{L}\\u00B5/]+[\\u00B2\\u00B323]?)(?!@@)"
                  .replace("@@", LETTER)
              + "|^(?<counter>[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}])");
  private static final int AFTER_LENGTH = 16;

  /** Names of a unit in a line; the first one stands for all. */
  private static final String[] UNITS = {
    "% percent",
    "$ dollar dollars usd",
    "\u20AC euro euros eur",
    "\u00A3 gbp",
    "\u00B0 degree degrees",
    "\u00B0c celsius",
    "\u00B0f fahrenheit",
    "mg milligram milligrams",
    "\u03BCg \u00B5g microgram micrograms mcg",
    "g gram grams",
    "kg kilo kilos kilogram kilograms",
    "t ton tons tonne tonnes",
    "lb lbs pound pounds",
    "oz ounce ounces",
    "ml milliliter milliliters millilitre millilitres",
    "cl",
    "dl",
    "l liter liters litre litres",
    "mm",
    "cm",
    "m meter meters metre metres",
    "km kilometer kilometers kilometre kilometres",
    "m\u00B2",
    "m2",
    "m\u00B3",
    "m3",
    "km\u00B2",
    "km2",
    "inch inches",
    "ft foot feet",
    "yd yard yards",
    "mile miles mi",
    "km/h kmh",
    "mph",
    "m/s",
    "ms",
    "s sec secs second seconds",
    "min mins minute minutes",
    "h hr hrs hour hours",
    "day days",
    "week weeks",
    "month months",
    "year years",
    "am a.m.",
    "pm p.m.",
    "hz",
    "khz",
    "mhz",
    "ghz",
    "kb",
    "mb",
    "gb",
    "tb",
    "v volt volts",
    "w watt watts",
    "kw",
    "kwh",
    "thousand",
    "million millions",
    "billion billions"
  };

  private static final Map<String, String> NAMES = names();

  /** Returns the words in ascending order, without repetitions, with a space between them. */
  static String of(String text) {
    if (!DIGIT.matcher(text).find()) {
      return "";
    }
    String dashed = DASH.matcher(TextExactForm.of(text)).replaceAll("-");
    String folded = RANGE.matcher(dashed).replaceAll("-");
    Set<String> found = new TreeSet<>();
    Matcher word = WORD.matcher(folded);
    while (word.find()) {
      if (DIGIT.matcher(word.group()).find()) {
        found.add(whole(folded, word));
      }
    }
    return String.join(" ", found);
  }

  /** Returns {@link #of(String)} of a column of texts; null for null. */
  static Column of(Column text) {
    UDF1<String, String> words = value -> value == null ? null : of(value);
    return udf(words, DataTypes.StringType).apply(text);
  }

  /**
   * Returns whether both texts have such words, and neither text has all words of the other.
   *
   * @param words words as {@link #of(String)} returns them
   */
  static boolean differ(String words, String others) {
    if (words.equals(others) || words.isEmpty() || others.isEmpty()) {
      return false;
    }
    Set<String> one = Set.of(words.split(" ", -1));
    Set<String> other = Set.of(others.split(" ", -1));
    return !one.containsAll(other) && !other.containsAll(one);
  }

  private static String whole(String text, Matcher word) {
    Matcher before =
        BEFORE
            .matcher(text)
            .region(Math.max(0, word.start() - BEFORE_LENGTH), word.start())
            .useTransparentBounds(true);
    String sign = "";
    String currency = "";
    if (before.find()) {
      sign =
          or(before.group("compared"), before.group("spaced"))
              + or(before.group("sign"), before.group("plus"))
              + or(before.group("inner"), null);
      currency = or(before.group("currency"), null);
    }
    return sign + digitsOf(word.group()) + currency + unit(text, word);
  }

  private static String unit(String text, Matcher word) {
    Matcher after =
        AFTER
            .matcher(text)
            .region(word.end(), Math.min(text.length(), word.end() + AFTER_LENGTH))
            .useTransparentBounds(true);
    if (!after.find()) {
      return "";
    }
    if (after.group("symbol") != null) {
      return after.group("symbol").replace(" ", "");
    }
    boolean pure = PURE.matcher(word.group()).matches();
    if (!pure) {
      return "";
    }
    return after.group("counter") != null
        ? after.group("counter")
        : NAMES.getOrDefault(after.group("unit"), "");
  }

  private static String or(String one, String other) {
    return one != null ? one : other != null ? other : "";
  }

  private static String digitsOf(String word) {
    StringBuilder digits = new StringBuilder(word.length());
    word.codePoints()
        .map(
            point ->
                Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER
                    ? '0' + Character.digit(point, 10)
                    : point)
        .forEach(digits::appendCodePoint);
    return digits.toString();
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String line : UNITS) {
      String[] unit = line.split(" ", -1);
      for (String name : unit) {
        names.put(name, unit[0]);
      }
    }
    return Map.copyOf(names);
  }

  private NumberWords() {}
}
