package dev.winnow.transforms.cluster.levels;

import java.util.List;

/**
 * Settings for fitting a level over others again. A refit reads only the members closest to each of
 * the level's centroids, which thins out dense regions, so that the next centroids lie more evenly.
 *
 * @param rounds number of refits of each level, at least 0
 * @param members number of closest members of each cluster that a refit reads, for each level from
 *     the bottom, at least 1 each; empty for half the mean size of the level's clusters, rounded up
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al. 2024</a>, section on resampling
 */
public record Resampling(int rounds, List<Integer> members) {

  public Resampling {
    members = List.copyOf(members);
    if (rounds < 0) {
      throw new IllegalArgumentException("rounds must be at least 0, got " + rounds);
    }
    for (int each : members) {
      if (each < 1) {
        throw new IllegalArgumentException("members must be at least 1 each, got " + members);
      }
    }
  }

  /** Returns the number of members of each cluster that a refit of a level reads. */
  int members(int level, int rows, int k) {
    return members.isEmpty() ? (int) ((rows - 1L) / (2L * k) + 1) : members.get(level);
  }
}
