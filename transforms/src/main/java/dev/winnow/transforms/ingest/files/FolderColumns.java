package dev.winnow.transforms.ingest.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns that stand in the names of a file's folders, as {@code day=2024-01-01}. All their values
 * are texts. {@code %3A} and the like are decoded, as Spark and Hive write them.
 */
public final class FolderColumns {

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /**
   * Returns the columns in the order of the folders; of two folders with one key the inner counts.
   *
   * @param path path or URI of a file
   */
  public static Map<String, String> of(String path) {
    Map<String, String> columns = new LinkedHashMap<>();
    String[] parts = path.split("/", -1);
    for (String folder : Arrays.copyOf(parts, parts.length - 1)) {
      int equals = folder.indexOf('=');
      if (equals > 0) {
        String value = folder.substring(equals + 1);
        columns.put(
            decoded(folder.substring(0, equals)), value.equals(NULL) ? null : decoded(value));
      }
    }
    return columns;
  }

  private static String decoded(String name) {
    if (!name.contains("%")) {
      return name;
    }
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A plain per cent sign.
      return name;
    }
  }

  private FolderColumns() {}
}
