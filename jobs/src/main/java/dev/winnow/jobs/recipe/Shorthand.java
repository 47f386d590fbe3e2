package dev.winnow.jobs.recipe;

/** Known curation methods, each of which sets the keys that a recipe leaves out. */
public enum Shorthand {
  /**
   * D4: deduplicates to three quarters, clusters the remaining rows again, keeps the hard third of
   * them.
   *
   * @see <a href="https://arxiv.org/abs/2308.12284">Tirumala et al. 2023</a>
   */
  D4
}
