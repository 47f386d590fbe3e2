package dev.winnow.transforms.select.zcore;

import scala.Tuple2;

/** Finds the rows of a block that are nearest to the winner of a draw, the winner left out. */
final class RedundantRows {

  private final ColumnBlock block;
  private final PointDraws points;
  private final Winners winners;
  private final int[] chosen;
  private final double[] drawn;
  private final NearestFew found;

  RedundantRows(ColumnBlock block, PointDraws points, Winners winners, int most) {
    this.block = block;
    this.points = points;
    this.winners = winners;
    this.chosen = new int[points.dims()];
    this.drawn = new double[points.dims()];
    this.found = new NearestFew(most);
  }

  Tuple2<Integer, Near> of(int draw) {
    points.draw(draw, chosen, drawn);
    for (int i = 0; i < chosen.length; i++) {
      drawn[i] = winners.coordinates()[draw * chosen.length + i];
    }
    long index = winners.numbers()[draw] - block.first();
    int except = index >= 0 && index < block.size() ? (int) index : -1;
    block.nearest(chosen, drawn, except, found);
    return new Tuple2<>(draw, found.copy());
  }
}
