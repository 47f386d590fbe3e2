package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Split;
import dev.winnow.transforms.select.policy.Keep;
import dev.winnow.transforms.split.SplitBy;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Section {@code split}, and the orders of section {@code prune}. */
class SplitRecipeTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: jsonl, path: /data/docs.jsonl}
      """;

  private static LoadedRecipe load(String yaml) {
    return new RecipeLoader(name -> null).load("my.yaml", TEXTS + yaml, List.of()).get(0);
  }

  private static String faults(String yaml) {
    return assertThrows(RecipeFaults.class, () -> load(yaml)).faults().stream()
        .map(Fault::toString)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void anEmptySectionHoldsOutAFifthById() {
    assertEquals(
        new Split(SplitBy.ID, null, new BigDecimal("0.2")), load("split: {}\n").recipe().split());
    assertNull(load("").recipe().split());
    assertNotEquals(load("").hash(), load("split: {}\n").hash());
  }

  @Test
  void aGroupHasItsFieldAndNoOtherUnitHasOne() {
    assertEquals(
        "patient",
        load("split: {by: group, group: patient, held_out: 0.1}\n").recipe().split().group());
    assertEquals(
        "my.yaml:5:1: split.group is missing: by group needs the field of the examples' metadata"
            + " that names the group, such as patient",
        faults("split: {by: group}\n"));
    assertEquals(
        "my.yaml:5:9: split.group must be absent for by id; use by: group",
        faults("split: {group: patient}\n"));
  }

  @Test
  void labelsMustBeKnownForASplitByLabel() {
    assertEquals(
        "my.yaml:5:9: split.by label needs input.label, the column of labels; or split by id or"
            + " group",
        faults("split: {by: label}\n"));
  }

  @Test
  void theShareLeavesRowsOnBothSides() {
    assertEquals(
        "my.yaml:5:19: split.held_out must be in (0, 1], got 0", faults("split: {held_out: 0}\n"));
    assertEquals(
        "my.yaml:5:9: split.held_out must be below 1, so that rows to train on remain, got 1",
        faults("split: {held_out: 1}\n"));
    assertEquals(
        "my.yaml:5:9: split.held_out must have at most six decimals, got 0.1234567",
        faults("split: {held_out: 0.1234567}\n"));
  }

  @Test
  void theDefaultsOfDeduplicationAreThoseOfAnEmptySection() {
    assertEquals(load("dedup: {}\n").recipe().dedup(), Dedup.defaults());
    assertEquals(
        load("dedup: {near: false, epsilon: 0.1}\n").recipe().dedup(),
        load("dedup: {near: false, epsilon: 0.1, exact: false}\n").recipe().dedup().withExact());
  }

  @Test
  void ordersHaveTheParametersOfTheirPolicies() {
    var prune =
        load("prune: {keep_fraction: 0.5, orders: [easy, density, two-ended]}\n").recipe().prune();
    assertEquals(List.of(Keep.EASY, Keep.DENSITY, Keep.TWO_ENDED), prune.orders());
    assertEquals(20, prune.density().neighbours());
    assertEquals(
        load("prune: {keep: two-ended, keep_fraction: 0.5}\n").recipe().prune().twoEnded(),
        prune.twoEnded());
    assertNull(prune.coverage());
  }

  @Test
  void ordersAreCheckedLikeThePolicyOfTheCut() {
    assertEquals(
        "my.yaml:5:1: prune.band is missing: keep band needs the lower and the upper quantile,"
            + " such as [0.2, 0.8]",
        faults("prune: {keep_fraction: 0.5, orders: [band]}\n"));
    assertEquals(
        "my.yaml:5:29: prune.orders must name each policy once, got [easy, easy]",
        faults("prune: {keep_fraction: 0.5, orders: [easy, easy]}\n"));
    assertEquals(
        "my.yaml:5:45: prune.order_seeds must be absent without random in prune.orders",
        faults("prune: {keep_fraction: 0.5, orders: [easy], order_seeds: [1, 2]}\n"));
    assertEquals(
        "my.yaml:5:47: prune.order_seeds must differ, got [1, 1]",
        faults("prune: {keep_fraction: 0.5, orders: [random], order_seeds: [1, 1]}\n"));
  }
}
