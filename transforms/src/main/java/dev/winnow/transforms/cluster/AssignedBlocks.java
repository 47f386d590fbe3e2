package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Blocks of one task, with the cluster of every row. */
final class AssignedBlocks {

  private record Assigned(FitBlock block, int[] clusters, double[] distances) {}

  private final List<Assigned> blocks = new ArrayList<>();

  static AssignedBlocks of(Iterator<FitBlock> packed, Assigner assigner, FurthestRows furthest) {
    AssignedBlocks assigned = new AssignedBlocks();
    assigner.forEach(
        packed,
        (block, row, cluster, distance) -> {
          if (row == 0) {
            assigned.blocks.add(
                new Assigned(block, new int[block.size()], new double[block.size()]));
          }
          Assigned last = assigned.blocks.get(assigned.blocks.size() - 1);
          last.clusters[row] = cluster;
          last.distances[row] = distance;
          furthest.offer(distance, block.hashes()[row]);
        });
    return assigned;
  }

  /**
   * Adds the rows of the n clusters that begin at {@code first}. Their sums are numbered from 0.
   */
  void addTo(FixedPointSums sums, int first, int n) {
    for (Assigned assigned : blocks) {
      FitBlock block = assigned.block;
      for (int row = 0; row < block.size(); row++) {
        int cluster = assigned.clusters[row] - first;
        if (cluster >= 0 && cluster < n) {
          sums.add(cluster, block.rows(), row * block.dim(), assigned.distances[row]);
        }
      }
    }
  }
}
