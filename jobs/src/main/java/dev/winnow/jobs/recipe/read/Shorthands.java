package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;

/** Fills in the values that {@code recipe: METHOD} stands for, where the document gives none. */
final class Shorthands {

  private static final BigDecimal DEDUPLICATED = new BigDecimal("0.75");

  /** Share of the rows that deduplication leaves, so that a quarter of the corpus stays. */
  private static final BigDecimal PROTOTYPES = new BigDecimal("0.3333");

  private final Map<String, String> origins;

  Shorthands(Map<String, String> origins) {
    this.origins = origins;
  }

  void fill(ObjectNode values) {
    if (!values.path("recipe").asText().equals("d4")) {
      return;
    }
    ObjectNode dedup = values.withObject("/dedup");
    if (!dedup.has("epsilon") && !dedup.has("target_fraction")) {
      dedup.put("target_fraction", DEDUPLICATED);
      origins.put("dedup.target_fraction", "recipe d4");
    }
    if (!dedup.has("recluster")) {
      dedup.put("recluster", true);
      origins.put("dedup.recluster", "recipe d4");
    }
    ObjectNode prune = values.withObject("/prune");
    if (!prune.has("keep_fraction") && !prune.has("target_rows")) {
      prune.put("keep_fraction", PROTOTYPES);
      origins.put("prune.keep_fraction", "recipe d4");
    }
  }
}
