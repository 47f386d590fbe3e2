package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.recipe.Dedup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of section dedup that a run could not use are refused with the recipe. */
class DedupRecipeTest {

  private static Dedup load(String dedup) {
    return new RecipeLoader(name -> null)
        .load(
            "test.yaml",
            """
            apiVersion: winnow/v1
            name: dedup
            warehouse: /tables
            input: {format: jsonl, path: /in.jsonl, id: id, content: text}
            embed: {encoder: tfidf-svd}
            dedup: %s
            """
                .formatted(dedup),
            List.of())
        .get(0)
        .recipe()
        .dedup();
  }

  private static String fault(String dedup) {
    return assertThrows(RecipeFaults.class, () -> load(dedup)).getMessage();
  }

  @Test
  void aJaccardSimilarityBelowTheLeastOneIsRefused() {
    assertEquals(0.4, load("{near_jaccard: 0.4}").nearJaccard());
    assertTrue(fault("{near_jaccard: 0.39}").contains("dedup.near_jaccard"));
  }

  @Test
  void nearTextsNeedARule() {
    assertTrue(
        fault("{rules: []}")
            .contains("dedup.rules must list at least one rule; set dedup.near: false"));
    assertEquals(List.of(), load("{rules: [], near: false}").rules());
  }

  @Test
  void guardsAndInvariancesCanAllBeLeftOut() {
    assertEquals(List.of(), load("{guards: []}").guards());
    assertEquals(List.of(), load("{guards: [], invariances: []}").invariances());
  }

  @Test
  void labelsThatAreKeptApartAllowNoComparisonAcrossClusters() {
    String fault = fault("{epsilon: 0.1, across_labels: keep, probes: 2, audit_rows: 10}");
    assertTrue(fault.contains("dedup.probes must be absent beside dedup.across_labels"), fault);
    assertTrue(fault.contains("dedup.audit_rows must be absent beside"), fault);
  }
}
