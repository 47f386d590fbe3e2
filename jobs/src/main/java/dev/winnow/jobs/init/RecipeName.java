package dev.winnow.jobs.init;

import java.util.Locale;

/** Names of recipes, made of paths. */
final class RecipeName {

  private static final int LONGEST = 60;
  private static final String ENDINGS =
      "\\.(gz|bz2|zst|jsonl|ndjson|json|csv|tsv|parquet|tar|tgz|tbz2|tzst|npy|images-idx3-ubyte)$";

  /**
   * Returns the last part of a path as a name: small letters, digits, dashes, dots and underscores,
   * at most 60 of them; {@code corpus} if none is left.
   */
  static String of(String path) {
    String last =
        path.replaceFirst("/+$", "").replaceFirst("(?s)^.*/", "").toLowerCase(Locale.ROOT);
    String before;
    do {
      before = last;
      last = last.replaceFirst(ENDINGS, "");
    } while (!last.equals(before));
    String name =
        last.replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^[^a-z0-9]+", "").replaceAll("-+", "-");
    name = name.substring(0, Math.min(LONGEST, name.length())).replaceFirst("[^a-z0-9]+$", "");
    return name.isEmpty() ? "corpus" : name;
  }

  private RecipeName() {}
}
