package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.task.KeyPartitioner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Finds the greatest cosine of each row to the rows before it in its clusters, over all tiles. A
 * tile sends 12 bytes for each of its rows, which are reduced by partition.
 */
public final class Maxima {

  public static final StructType SCHEMA =
      new StructType()
          .add("cluster", DataTypes.LongType, false)
          .add("later", DataTypes.LongType, false)
          .add("earlier", DataTypes.LongType, false)
          .add("product", DataTypes.FloatType, false);

  /**
   * Greatest cosines of the first rows of a partition to an earlier row, and that row's place. Of
   * equal cosines the lower place counts, whatever the order in which they are offered. Takes 12
   * bytes a row.
   */
  static final class Best implements Serializable {

    static final long NONE = -1;

    private final float[] cosines;
    private final long[] places;

    Best(int rows) {
      this.cosines = new float[rows];
      this.places = new long[rows];
      Arrays.fill(cosines, Float.NEGATIVE_INFINITY);
      Arrays.fill(places, NONE);
    }

    int size() {
      return places.length;
    }

    /** Returns the greatest cosine of a row, as computed; negative infinity if there is none. */
    float cosine(int row) {
      return row < cosines.length ? cosines[row] : Float.NEGATIVE_INFINITY;
    }

    /** Returns the place of the row that has this cosine; {@link #NONE} if there is none. */
    long place(int row) {
      return row < places.length ? places[row] : NONE;
    }

    void offer(int row, float cosine, long place) {
      if (cosine > cosines[row] || cosine == cosines[row] && place < places[row]) {
        cosines[row] = cosine;
        places[row] = place;
      }
    }

    /** Merges the shorter of both into the longer, and returns that. */
    Best merge(Best other) {
      Best longer = size() >= other.size() ? this : other;
      Best shorter = longer == this ? other : this;
      for (int i = 0; i < shorter.size(); i++) {
        if (shorter.places[i] != NONE) {
          longer.offer(i, shorter.cosines[i], shorter.places[i]);
        }
      }
      return longer;
    }
  }

  private final SortedBlocks blocks;
  private final JavaPairRDD<Integer, Best> best;

  /**
   * Prepares the search, without a Spark job.
   *
   * @param groups the tiles
   * @param rows filter of the rows that are compared
   * @param columns filter of the rows with which they are compared
   */
  Maxima(SortedBlocks blocks, List<TileGroup> groups, PlaceFilter rows, PlaceFilter columns) {
    this.blocks = blocks;
    this.best =
        blocks
            .tiles(
                groups,
                (group, content, starts) ->
                    new TileMaxima(starts, rows, columns).run(group, content))
            .mapToPair(tile -> tile)
            .reduceByKey(new KeyPartitioner(blocks.partitions()), Best::merge);
  }

  /**
   * Returns rows of {@link #SCHEMA} for all rows whose greatest product is at least {@code least}:
   * the place of the row, and that of the earliest row that has this product.
   */
  JavaRDD<Row> links(float least) {
    Broadcast<long[]> starts = blocks.starts();
    return blocks
        .blocks()
        .zipPartitions(
            best.values(),
            (content, maxima) -> links(content, maxima, least, starts.value()).iterator());
  }

  private static List<Row> links(
      Iterator<TileBlock> content, Iterator<Best> maxima, float least, long[] starts) {
    List<Row> links = new ArrayList<>();
    if (maxima.hasNext()) {
      Best best = maxima.next();
      while (content.hasNext()) {
        TileBlock block = content.next();
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

  /**
   * Collects the places of the rows of {@link #links}, by partition, in one job. The driver
   * receives 8 bytes for each place.
   */
  List<long[]> places(float least) {
    Broadcast<long[]> starts = blocks.starts();
    return blocks
        .blocks()
        .zipPartitions(
            best.values(),
            (content, maxima) ->
                List.of(
                        links(content, maxima, least, starts.value()).stream()
                            .mapToLong(link -> link.getLong(1))
                            .toArray())
                    .iterator())
        .collect();
  }
}
