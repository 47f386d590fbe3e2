package dev.winnow.jobs.compare;

import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats a comparison of releases for a terminal. */
final class ComparisonCard {

  private static final int CHANGES = 10;
  private static final int SHIFTS = 5;

  static String text(Map<String, Object> json) {
    StringBuilder card = new StringBuilder("\n");
    release(card, "a", (Map<?, ?>) json.get("a"));
    release(card, "b", (Map<?, ?>) json.get("b"));
    CardText.line(card, "kept in both", count(json.get("both")));
    CardText.line(card, "added", count(json.get("added")));
    CardText.line(card, "removed", count(json.get("removed")));
    CardText.line(card, "flipped", count(json.get("flipped")) + " rows that both contain");
    CardText.line(
        card, "jaccard", String.format(Locale.ROOT, "%.4f", (double) json.get("jaccard")));
    List<?> changes = (List<?>) json.get("changes");
    for (Object element : changes.subList(0, Math.min(CHANGES, changes.size()))) {
      Map<?, ?> change = (Map<?, ?>) element;
      CardText.line(
          card,
          "changed",
          count(change.get("rows"))
              + " "
              + change.get("from")
              + " -> "
              + change.get("to")
              + ", such as "
              + String.join(
                  ", ", ((List<?>) change.get("examples")).stream().map(String::valueOf).toList()));
    }
    if (changes.size() > CHANGES) {
      CardText.line(card, "", "and " + (changes.size() - CHANGES) + " more changes, see --json");
    }
    shift(card, "class shift", "classes", (Map<?, ?>) json.get("class_shift"));
    shift(card, "source shift", "sources", (Map<?, ?>) json.get("source_shift"));
    return card.toString();
  }

  private static void release(StringBuilder card, String name, Map<?, ?> release) {
    CardText.line(
        card,
        name,
        release.get("release")
            + ", run "
            + release.get("run_id")
            + ", "
            + count(release.get("rows"))
            + " rows");
  }

  private static void shift(StringBuilder card, String name, String plural, Map<?, ?> shift) {
    CardText.line(
        card,
        name,
        Texts.percent(((Number) shift.get("total_variation")).doubleValue())
            + " of the rows moved between "
            + count(shift.get("values"))
            + " "
            + plural);
    List<?> moved = (List<?>) shift.get("most");
    for (Object element : moved.subList(0, Math.min(SHIFTS, moved.size()))) {
      Map<?, ?> value = (Map<?, ?>) element;
      CardText.line(
          card,
          "",
          (value.get("value") == null ? "(none)" : value.get("value"))
              + " "
              + Texts.percent(((Number) value.get("share_a")).doubleValue())
              + " -> "
              + Texts.percent(((Number) value.get("share_b")).doubleValue())
              + ", "
              + count(value.get("kept_a"))
              + " -> "
              + count(value.get("kept_b"))
              + " rows");
    }
  }

  private static String count(Object value) {
    return Texts.count(((Number) value).longValue());
  }

  private ComparisonCard() {}
}
