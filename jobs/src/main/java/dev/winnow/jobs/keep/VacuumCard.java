package dev.winnow.jobs.keep;

import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import java.util.List;
import java.util.Map;

/** Formats what a vacuum has freed for a terminal. */
final class VacuumCard {

  static String text(Map<String, Object> json, List<VacuumPlan.Of> plan, String folder) {
    StringBuilder card = new StringBuilder("\n");
    boolean dryRun = Boolean.TRUE.equals(json.get("dry_run"));
    CardText.line(card, String.valueOf(json.get("name")), "vacuum of " + folder);
    CardText.line(
        card,
        dryRun ? "would free" : "freed",
        files((Long) json.get("files"), (Long) json.get("bytes")));
    for (VacuumPlan.Of of : plan) {
      if (!of.free().isEmpty()) {
        CardText.line(card, "  " + of.table(), files(of.free().size(), of.freeBytes()));
      }
    }
    long staging = (Long) json.get("staging_bytes");
    if (staging > 0) {
      CardText.line(
          card, "staging", Texts.bytes(staging) + " of drivers that died, deleted besides");
    }
    CardText.line(
        card,
        "kept",
        files(
                plan.stream().mapToLong(VacuumPlan.Of::keptFiles).sum(),
                plan.stream().mapToLong(VacuumPlan.Of::keptBytes).sum())
            + " of "
            + Texts.count(plan.stream().mapToLong(of -> of.versions().size()).sum())
            + " versions of "
            + plan.size()
            + " tables");
    long unknown = (Long) json.get("unknown_files");
    if (unknown > 0) {
      CardText.line(
          card, "left", Texts.count(unknown) + " files that are no data files of these tables");
    }
    for (VacuumPlan.Of of : plan) {
      if (of.left() != null) {
        CardText.line(card, "left", "table " + of.table() + ": " + of.left());
      }
    }
    return card.toString();
  }

  private static String files(long files, long bytes) {
    return Texts.count(files) + (files == 1 ? " file, " : " files, ") + Texts.bytes(bytes);
  }

  private VacuumCard() {}
}
