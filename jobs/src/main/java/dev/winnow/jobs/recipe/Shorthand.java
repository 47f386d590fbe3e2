package dev.winnow.jobs.recipe;

/** Known curation methods, each of which fills in what a recipe leaves open. */
public enum Shorthand {
  /**
   * Deduplicate to three quarters, cluster the survivors anew, keep the hard third of them: D4.
   *
   * @see <a href="https://arxiv.org/abs/2308.12284">Tirumala et al. 2023</a>
   */
  D4
}
