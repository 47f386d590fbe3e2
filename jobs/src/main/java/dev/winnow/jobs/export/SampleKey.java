package dev.winnow.jobs.export;

import dev.winnow.jobs.text.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Key of a sample in a shard, which is the name of its members up to the dot.
 *
 * <p>An id of at most 100 ASCII letters, digits, {@code _} and {@code -}, which begins with a
 * letter or a digit, is its own key. Any other id gives its first 40 such characters, all others
 * replaced by {@code _}, then {@code ~}, then the first 32 hex digits of the sha256 of the id. No
 * id that is its own key has {@code ~}, so two ids have one key only if 128 bits of their digests
 * are equal.
 */
final class SampleKey {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final int SHOWN = 40;
  private static final int DIGITS = 32;

  /** Returns the key of an id: 1 to 100 characters, neither dot nor slash among them. */
  static String of(String id) {
    if (PLAIN.matcher(id).matches()) {
      return id;
    }
    int end = id.offsetByCodePoints(0, Math.min(SHOWN, id.codePointCount(0, id.length())));
    String shown =
        id.substring(0, end)
            .codePoints()
            .collect(
                StringBuilder::new,
                (text, c) -> text.append(isPlain(c) ? (char) c : '_'),
                StringBuilder::append)
            .toString();
    // Names that begin with _ are hidden files for many readers.
    String visible = shown.replaceFirst("^[_-]+", "");
    return (visible.isEmpty() ? "id" : visible)
        + "~"
        + Hashes.sha256(id.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  private static boolean isPlain(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
  }

  private SampleKey() {}
}
