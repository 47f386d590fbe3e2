package dev.winnow.jobs.stage.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.transforms.select.policy.EmbeddedRows;
import dev.winnow.transforms.select.policy.Keep;
import dev.winnow.transforms.select.policy.KeepHard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies that recipes name. */
class PrunePolicyTest {

  /** Records which facts about prototypes a policy reads. */
  private static final class Asked implements PrunePolicy.Geometry {

    private final List<String> facts = new ArrayList<>();

    @Override
    public double[] separation(int neighbours) {
      facts.add("separation " + neighbours);
      return new double[] {0.1, 0.2};
    }

    @Override
    public PrunePolicy.Levels levels() {
      facts.add("levels");
      return new PrunePolicy.Levels(2, List.of(new int[] {0, 0}));
    }

    @Override
    public EmbeddedRows embedded() {
      facts.add("embedded");
      return new EmbeddedRows(null, new float[] {1, 0}, 2);
    }
  }

  private static Prune prune(String keep) {
    String band = keep.equals("band") ? ", band: [0.2, 0.8]" : "";
    String yaml =
        """
        apiVersion: winnow/v1
        name: small
        warehouse: tables
        input: {format: images, path: /data/photos}
        cluster: {levels: [300]}
        prune: {keep: %s, keep_fraction: 0.5%s}
        """
            .formatted(keep, band);
    return new RecipeLoader(name -> null)
        .load("test.yaml", yaml, List.of())
        .get(0)
        .recipe()
        .prune();
  }

  @Test
  void aRecipeWithoutPruningKeepsTheHardestFirst() {
    assertInstanceOf(KeepHard.class, PrunePolicy.build(null, new Asked()));
  }

  @ParameterizedTest
  @EnumSource
  void everyPolicyOfTheListCanBeBuilt(Keep keep) {
    String name = PrunePolicy.build(prune(keep.word()), new Asked()).getClass().getSimpleName();
    assertEquals("keep" + keep.word().replace("-", ""), name.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void aPolicyWithoutParametersComesFromTheList() {
    assertSame(
        Keep.MIDDLE.scoreOrder().orElseThrow(), PrunePolicy.build(prune("middle"), new Asked()));
  }

  @ParameterizedTest
  @CsvSource({
    "hard, ''",
    "random, ''",
    "coverage, ''",
    "density, separation 20",
    "hierarchical, levels",
    "zcore, embedded",
    "d2, embedded",
    "two-ended, ''"
  })
  void onlyAPolicyThatNeedsThePrototypesAsksForThem(String keep, String facts) {
    Asked asked = new Asked();
    PrunePolicy.build(prune(keep), asked);
    assertEquals(facts, String.join(", ", asked.facts));
  }
}
