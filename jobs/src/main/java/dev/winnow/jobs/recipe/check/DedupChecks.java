package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;
import java.util.function.BiConsumer;

/** Rules between the keys of {@code dedup} and others. */
public final class DedupChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  public DedupChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    Dedup dedup = recipe.dedup();
    if (dedup == null) {
      return;
    }
    if (dedup.epsilon() != null && dedup.targetFraction() != null) {
      fault.accept(
          "dedup.target_fraction",
          "dedup.target_fraction must be absent beside dedup.epsilon, which it would choose");
    }
    boolean vectors = dedup.semantic();
    needs(vectors, "probes", dedup.probes() > 0, "semantic deduplication");
    needs(vectors, "audit_rows", dedup.auditRows() > 0, "semantic deduplication");
    needs(
        dedup.afterClusters(),
        "recluster",
        dedup.recluster(),
        "semantic deduplication or dedup.exclude");
    Modality modality = recipe.input().modality();
    boolean nearModality = modality == Modality.IMAGE || modality == Modality.TEXT;
    if (modality != null && !nearModality && Boolean.TRUE.equals(dedup.near())) {
      fault.accept(
          "dedup.near", "dedup.near needs input.modality image or text, got " + modality.label());
    }
    if (modality == Modality.TEXT
        && dedup.near(modality)
        && recipe.input().copyContent() == CopyContent.NEVER) {
      fault.accept(
          "dedup.near",
          "dedup.near compares the texts of the tables, which input.copy_content never leaves out;"
              + " say auto there or dedup.near: false");
    }
    if (modality != null) {
      onlyFor(modality == Modality.TEXT, "near_jaccard", dedup.nearJaccard(), "texts");
      onlyFor(modality == Modality.IMAGE, "near_hamming", dedup.nearHamming(), "images");
      onlyFor(modality == Modality.IMAGE, "near_correlation", dedup.nearCorrelation(), "images");
    }
    if (recipe.severalEncoders() && dedup.recluster()) {
      fault.accept("dedup.recluster", "dedup.recluster needs one encoder, embed lists several");
    }
  }

  private void needs(boolean there, String key, boolean given, String what) {
    if (given && !there) {
      fault.accept(
          "dedup." + key,
          "dedup." + key + " needs " + what + "; set dedup.epsilon or dedup.target_fraction");
    }
  }

  private void onlyFor(boolean fits, String key, Object given, String what) {
    if (given != null && !fits) {
      fault.accept(
          "dedup." + key,
          "dedup."
              + key
              + " must be absent for input.modality "
              + recipe.input().modality().label()
              + ", it is for "
              + what);
    }
  }
}
