package dev.winnow.transforms.dedup.text;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Computes the keys of texts, each with the {@link TextOutline} of its text. Rows that share a key
 * are candidates. One key is the hash of the word bag; the others are bands of a MinHash signature
 * over shingles.
 *
 * <p>A text below {@value #LONG} code points has bands of {@value #SHORT_SHINGLE}-shingles. A text
 * of twice that length or more has bands of {@value #LONG_SHINGLE}-shingles. A text between them
 * has both, so that it is comparable to any text that is more than half and less than twice as
 * long.
 */
final class TextKeys extends Batched<Row, Row> {

  static final int LONG = 256;
  static final int SHORT_SHINGLE = 3;
  static final int LONG_SHINGLE = 5;
  static final int BAG = -1;

  /** Keys. {@code next} and {@code after} order a bucket so that similar texts are close by. */
  static final StructType SCHEMA =
      new StructType()
          .add("band", DataTypes.IntegerType, false)
          .add("bucket", DataTypes.LongType, false)
          .add("next", DataTypes.LongType, false)
          .add("after", DataTypes.LongType, false)
          .add("place", DataTypes.LongType, false)
          .add("id", DataTypes.StringType, false)
          .add("outline", DataTypes.BinaryType, false);

  private final TextBands bands;
  private final MinHash hashes;

  /**
   * @param texts id, normal form ({@link TextNormalForm}, null for none) and place
   */
  TextKeys(Iterator<Row> texts, TextBands bands) {
    super(texts);
    this.bands = bands;
    this.hashes = new MinHash(bands.functions());
  }

  /** Returns the length of the shingles by which two texts are compared. */
  static int shingle(int points, int otherPoints) {
    return Math.min(points, otherPoints) < LONG ? SHORT_SHINGLE : LONG_SHINGLE;
  }

  /** Returns the words of a normal form, including repeated ones, in ascending order. */
  static String[] words(String form) {
    String[] words = form.split(" ", -1);
    Arrays.sort(words);
    return words;
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> texts) {
    Row row = texts.next();
    return row.isNullAt(1) || row.getString(1).isEmpty()
        ? Collections.emptyIterator()
        : keys(row.getString(1), row.getLong(2), row.getString(0)).iterator();
  }

  private List<Row> keys(String form, long place, String id) {
    int[] points = form.codePoints().toArray();
    String[] words = words(form);
    long[] shorter = points.length < 2 * LONG ? Shingles.sorted(points, SHORT_SHINGLE) : null;
    long[] longer = points.length >= LONG ? Shingles.sorted(points, LONG_SHINGLE) : null;
    byte[] outline = TextOutline.bytes(points.length, words, shorter, longer);
    List<Row> found = new ArrayList<>(2 * bands.bands() + 1);
    addBands(shorter, 0, place, id, outline, found);
    addBands(longer, bands.bands(), place, id, outline, found);
    long bag = hash(String.join(" ", words).codePoints().toArray());
    found.add(RowFactory.create(BAG, bag, hash(points), 0L, place, id, outline));
    return found;
  }

  private static long hash(int[] points) {
    long hash = 0;
    for (int point : points) {
      hash = Hash64.chained(hash, point);
    }
    return hash;
  }

  private void addBands(
      long[] shingles, int first, long place, String id, byte[] outline, List<Row> into) {
    if (shingles == null) {
      return;
    }
    hashes.clear();
    for (long shingle : shingles) {
      hashes.accept(shingle);
    }
    int count = bands.bands();
    long[] buckets = new long[count];
    for (int band = 0; band < count; band++) {
      buckets[band] = hashes.band(band, bands.rows());
    }
    for (int band = 0; band < count; band++) {
      into.add(
          RowFactory.create(
              first + band,
              buckets[band],
              buckets[(band + 1) % count],
              buckets[(band + 2) % count],
              place,
              id,
              outline));
    }
  }
}
