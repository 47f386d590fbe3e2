package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.dedup.AcrossLabels;
import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;

/** Rules between the keys of {@code dedup}, and on the sections that they need. */
final class DedupChecks {

  private final Recipe recipe;
  private final Modality modality;
  private final Faults faults;

  DedupChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.modality = recipe.input().modality();
    this.faults = faults;
  }

  void run() {
    Dedup dedup = recipe.dedup();
    if (dedup == null) {
      return;
    }
    semantic(dedup);
    if (modality != null) {
      near(dedup);
    }
  }

  private void semantic(Dedup dedup) {
    if (dedup.epsilon() != null && dedup.targetFraction() != null) {
      faults.at(
          "dedup.target_fraction",
          "must be absent beside dedup.epsilon, because it chooses the epsilon itself");
    }
    boolean vectors = dedup.semantic();
    needs(vectors, "probes", dedup.probes() > 0, "semantic deduplication");
    needs(vectors, "audit_rows", dedup.auditRows() > 0, "semantic deduplication");
    needs(
        dedup.afterClusters(),
        "recluster",
        dedup.recluster(),
        "semantic deduplication or dedup.exclude");
    if (vectors && dedup.acrossLabels() == AcrossLabels.KEEP) {
      comparesOneLabel("probes", dedup.probes() > 0);
      comparesOneLabel("audit_rows", dedup.auditRows() > 0);
    }
    if (recipe.severalEncoders() && dedup.recluster()) {
      faults.at("dedup.recluster", "needs one encoder, but embed lists several");
    }
  }

  private void comparesOneLabel(String key, boolean given) {
    if (given) {
      faults.at(
          "dedup." + key,
          "must be absent beside dedup.across_labels: keep, with which rows of one label and"
              + " cluster are compared");
    }
  }

  private void needs(boolean there, String key, boolean given, String needed) {
    if (given && !there) {
      faults.at("dedup." + key, "needs " + needed + "; set dedup.epsilon or dedup.target_fraction");
    }
  }

  private void near(Dedup dedup) {
    boolean fits = modality == Modality.IMAGE || modality == Modality.TEXT;
    if (!fits && Boolean.TRUE.equals(dedup.near())) {
      faults.at("dedup.near", "needs input.modality image or text, got " + modality.label());
    }
    if (modality == Modality.TEXT
        && dedup.near(modality)
        && recipe.input().copyContent() == CopyContent.NEVER) {
      faults.at(
          "dedup.near",
          "compares the texts in the tables, which input.copy_content: never leaves out; set"
              + " input.copy_content: auto, or dedup.near: false");
    }
    if (dedup.rules().isEmpty() && modality == Modality.TEXT && dedup.near(modality)) {
      faults.at(
          "dedup.rules",
          "must list at least one rule; set dedup.near: false to look for no near duplicates");
    }
    appliesTo(Modality.TEXT, "near_jaccard", dedup.nearJaccard());
    appliesTo(Modality.IMAGE, "near_hamming", dedup.nearHamming());
    appliesTo(Modality.IMAGE, "near_correlation", dedup.nearCorrelation());
  }

  private void appliesTo(Modality needed, String key, Object given) {
    if (given != null && modality != needed) {
      faults.at(
          "dedup." + key,
          "must be absent for input.modality "
              + modality.label()
              + "; it applies to "
              + needed.label());
    }
  }
}
