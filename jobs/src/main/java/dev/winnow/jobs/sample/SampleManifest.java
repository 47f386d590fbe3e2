package dev.winnow.jobs.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a generated corpus holds, and what was planted in it. */
public final class SampleManifest {

  /** What an entry is. */
  public enum Kind {
    CLEAN,
    EXACT_DUPLICATE,
    NEAR_DUPLICATE,
    BROKEN
  }

  /**
   * One file or line.
   *
   * @param name relative path, or the id of a text
   * @param of what it is a copy of; empty for no copy
   * @param code quarantine code of a broken entry; empty for a sound one
   */
  public record Entry(String name, Kind kind, String of, String label, String code) {}

  private final List<Entry> images = new ArrayList<>();
  private final List<Entry> texts = new ArrayList<>();

  void image(String name, Kind kind, String of, String label, String code) {
    images.add(new Entry(name, kind, of, label, code));
  }

  void text(String name, Kind kind, String of, String label, String code) {
    texts.add(new Entry(name, kind, of, label, code));
  }

  public List<Entry> images() {
    return List.copyOf(images);
  }

  public List<Entry> texts() {
    return List.copyOf(texts);
  }

  /** How often each quarantine code was planted among the entries. */
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
        csv.append(entry.kind().name().toLowerCase(java.util.Locale.ROOT)).append(',');
        csv.append(entry.of()).append(',');
        csv.append(entry.label()).append(',');
        csv.append(entry.code()).append('\n');
      }
    }
    return csv.toString();
  }
}
