package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.task.Batched;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Proposes pairs of pictures with hashes near to each other, one of them the hash of a whole
 * picture. The hashes of a pair share a bucket of {@link HashBands}. Lazy; one shuffle of up to 96
 * entries of about 50 bytes a picture. Neither the memory of a task nor its work for each picture
 * depends on how many pictures share a bucket.
 */
final class HashNeighbours {

  static final StructType PAIRS =
      new StructType()
          .add("left_id", DataTypes.StringType, false)
          .add("right_id", DataTypes.StringType, false);

  /** Number of distinct hashes of a bucket that an entry is compared with. */
  static final int WINDOW = 64;

  private final int radius;
  private final LongAccumulator crowded;

  /**
   * @param radius greatest Hamming distance of a pair, of 128 bits
   * @param crowded counts the entries that were compared with a part of their bucket only
   */
  HashNeighbours(int radius, LongAccumulator crowded) {
    this.radius = radius;
    this.crowded = crowded;
  }

  /**
   * Returns the pairs. A pair may occur more than once.
   *
   * @param rows number of pictures
   */
  Dataset<Row> apply(Dataset<PictureForm> pictures, long rows) {
    HashBands bands = new HashBands(rows);
    int most = radius;
    LongAccumulator count = crowded;
    return pictures
        .flatMap(
            (FlatMapFunction<PictureForm, HashEntry>) picture -> entries(picture, bands),
            Encoders.bean(HashEntry.class))
        .repartition(col("bucket"))
        .sortWithinPartitions(
            col("bucket"), col("frequencies"), col("slopes"), col("id"), col("whole").desc())
        .mapPartitions(
            (MapPartitionsFunction<HashEntry, Row>)
                sorted ->
                    Batched.map(
                        new ImageBuckets(sorted, most, WINDOW, count::add),
                        pair -> RowFactory.create(pair.left(), pair.right())),
            Encoders.row(PAIRS));
  }

  private static Iterator<HashEntry> entries(PictureForm picture, HashBands bands) {
    long[] hashes = picture.getHashes();
    List<HashEntry> entries = new ArrayList<>();
    for (int view = 0; view < hashes.length; view += 2) {
      for (int band = 0; band < HashBands.BANDS; band++) {
        HashEntry entry = new HashEntry();
        entry.setBucket(bands.bucket(band, hashes[view], hashes[view + 1]));
        entry.setFrequencies(hashes[view]);
        entry.setSlopes(hashes[view + 1]);
        entry.setId(picture.getId());
        entry.setWhole(view == 0);
        entries.add(entry);
      }
    }
    return entries.iterator();
  }
}
