package dev.winnow.transforms.dedup.semantic;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The greatest cosine of rows to the rows before them in their clusters, over all tiles. A tile
 * sends 12 bytes for each of its rows, which are reduced by partition.
 */
public final class Maxima {

  public static final StructType SCHEMA =
      new StructType()
          .add("cluster", DataTypes.LongType, false)
          .add("later", DataTypes.LongType, false)
          .add("earlier", DataTypes.LongType, false)
          .add("product", DataTypes.FloatType, false);

  private final SortedBlocks blocks;
  private final JavaPairRDD<Integer, Best> best;

  /**
   * Lazy.
   *
   * @param groups the tiles
   * @param rows that are compared
   * @param columns that they are compared with
   */
  Maxima(SortedBlocks blocks, List<TileGroup> groups, PlaceFilter rows, PlaceFilter columns) {
    this.blocks = blocks;
    this.best =
        blocks
            .tiles(
                groups,
                (group, own, starts) -> new TileMaxima(starts, rows, columns).run(group, own))
            .mapToPair(tile -> tile)
            .reduceByKey(new OwnPartition(blocks.partitions()), Best::and);
  }

  /**
   * Rows of {@link #SCHEMA}: of each row whose greatest product is {@code least} or more, its place
   * and that of the row which has it, of equal ones the earliest.
   */
  JavaRDD<Row> links(float least) {
    Broadcast<long[]> starts = blocks.starts();
    return blocks
        .blocks()
        .zipPartitions(
            best.values(), (own, maxima) -> links(own, maxima, least, starts.value()).iterator());
  }

  private static List<Row> links(
      Iterator<Block> own, Iterator<Best> maxima, float least, long[] starts) {
    List<Row> links = new ArrayList<>();
    if (maxima.hasNext()) {
      Best best = maxima.next();
      while (own.hasNext()) {
        Block block = own.next();
        long[] places = block.places(starts);
        for (int i = 0; i < places.length; i++) {
          float product = best.cosine(block.first() + i);
          long earlier = best.place(block.first() + i);
          if (earlier != Best.NONE && product >= least) {
            links.add(RowFactory.create((long) block.cluster(), places[i], earlier, product));
          }
        }
      }
    }
    return links;
  }

  /** The places of those rows, by partition: 8 bytes for each come to the driver, in one job. */
  List<long[]> places(float least) {
    Broadcast<long[]> starts = blocks.starts();
    return blocks
        .blocks()
        .zipPartitions(
            best.values(),
            (own, maxima) ->
                List.of(
                        links(own, maxima, least, starts.value()).stream()
                            .mapToLong(link -> link.getLong(1))
                            .toArray())
                    .iterator())
        .collect();
  }
}
