package dev.winnow.jobs.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Manifest of a generated corpus: all entries, with the planted copies and broken files. */
public final class SampleManifest {

  /** Kind of an entry. */
  public enum Kind {
    CLEAN,
    EXACT_DUPLICATE,
    NEAR_DUPLICATE,
    BROKEN
  }

  /**
   * One image file or one line of the texts.
   *
   * @param name relative path, or the id of a text
   * @param original name of the original of a copy; empty for other entries
   * @param code quarantine code of a broken entry; empty for other entries
   */
  public record Entry(String name, Kind kind, String original, String label, String code) {}

  private final List<Entry> images = new ArrayList<>();
  private final List<Entry> texts = new ArrayList<>();

  void image(String name, Kind kind, String original, String label, String code) {
    images.add(new Entry(name, kind, original, label, code));
  }

  void text(String name, Kind kind, String original, String label, String code) {
    texts.add(new Entry(name, kind, original, label, code));
  }

  public List<Entry> images() {
    return List.copyOf(images);
  }

  public List<Entry> texts() {
    return List.copyOf(texts);
  }

  /** Counts the broken entries by quarantine code. */
  public static Map<String, Long> codes(List<Entry> entries) {
    Map<String, Long> codes = new TreeMap<>();
    entries.stream()
        .filter(entry -> entry.kind() == Kind.BROKEN)
        .forEach(entry -> codes.merge(entry.code(), 1L, Long::sum));
    return codes;
  }

  String csv() {
    StringBuilder csv = new StringBuilder("path_or_row,kind,of,label,code\n");
    for (List<Entry> entries : List.of(images, texts)) {
      for (Entry entry : entries) {
        csv.append(entry.name()).append(',');
        csv.append(entry.kind().name().toLowerCase(Locale.ROOT)).append(',');
        csv.append(entry.original()).append(',');
        csv.append(entry.label()).append(',');
        csv.append(entry.code()).append('\n');
      }
    }
    return csv.toString();
  }
}
