package dev.winnow.transforms.cluster;

import dev.winnow.transforms.cluster.FitRows.Tally;
import dev.winnow.transforms.cluster.FurthestRows.FarRow;
import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** The passes of {@link FitRows} over the blocks of one task. */
final class BlockPasses {

  /** Adds all rows to the sums of their nearest centroids, and offers them as furthest. */
  static void sum(
      Iterator<FitBlock> blocks, Assigner assigner, FixedPointSums sums, FurthestRows furthest) {
    assigner.forEach(
        blocks,
        (block, row, cluster, distance) -> {
          sums.add(cluster, block.rows(), row * block.dim(), distance);
          furthest.offer(distance, block.hashes()[row]);
        });
  }

  static Tally tally(Iterator<FitBlock> blocks, Assigner assigner, int k, SumSteps steps) {
    Tally tally = Tally.of(k);
    assigner.forEach(
        blocks,
        (block, row, cluster, distance) -> {
          tally.counts()[cluster]++;
          tally.distances()[cluster] += steps.distanceSteps(distance);
        });
    return tally;
  }

  /** Returns the hashes of the furthest rows: no vector is held before all rows have been seen. */
  static List<FarRow> furthest(Iterator<FitBlock> blocks, Assigner assigner, int count) {
    FurthestRows furthest = new FurthestRows(count);
    assigner.forEach(
        blocks, (block, row, cluster, distance) -> furthest.offer(distance, block.hashes()[row]));
    return furthest.rows();
  }

  static List<WeightedRow> draw(
      Iterator<FitBlock> blocks, Assigner assigner, double factor, int round) {
    List<WeightedRow> drawn = new ArrayList<>();
    assigner.forEach(
        blocks,
        (block, row, cluster, distance) -> {
          if (HashDraws.uniform(block.hashes()[row], round) < distance * factor) {
            drawn.add(new WeightedRow(1, block.hashes()[row], block.row(row)));
          }
        });
    return WeightedRow.merged(drawn);
  }

  /** Returns the rows whose hash is accepted. */
  static List<WeightedRow> filter(Iterator<FitBlock> blocks, HashDraws.Accept accept) {
    List<WeightedRow> kept = new ArrayList<>();
    while (blocks.hasNext()) {
      FitBlock block = blocks.next();
      for (int i = 0; i < block.size(); i++) {
        if (accept.test(block.hashes()[i])) {
          kept.add(new WeightedRow(1, block.hashes()[i], block.row(i)));
        }
      }
    }
    return WeightedRow.merged(kept);
  }

  /** Returns the lowest hashes, at most {@code count}, each once. */
  static List<Long> lowest(Iterator<FitBlock> blocks, int count) {
    TreeSet<Long> lowest = new TreeSet<>();
    while (blocks.hasNext()) {
      for (long hash : blocks.next().hashes()) {
        if (lowest.size() < count || hash < lowest.last()) {
          lowest.add(hash);
          if (lowest.size() > count) {
            lowest.pollLast();
          }
        }
      }
    }
    return new ArrayList<>(lowest);
  }

  private BlockPasses() {}
}
