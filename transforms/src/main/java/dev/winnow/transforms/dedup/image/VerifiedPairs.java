package dev.winnow.transforms.dedup.image;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The pairs among candidates that correlate enough. */
final class VerifiedPairs implements Iterator<Row> {

  static final String RULE = "correlation";

  /** Signatures that are kept, about 20 MB: candidates come sorted by one of their pictures. */
  private static final int KEPT = 64;

  private final Iterator<CandidatePair> candidates;
  private final double least;
  private final Map<String, ImageSignature> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ImageSignature> eldest) {
          return size() > KEPT;
        }
      };

  private Row ready;

  /**
   * @param least correlation of a pair
   */
  VerifiedPairs(Iterator<CandidatePair> candidates, double least) {
    this.candidates = candidates;
    this.least = least;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && candidates.hasNext()) {
      CandidatePair pair = candidates.next();
      double similarity =
          ThumbnailCorrelation.of(
              signature(pair.getLeftId(), pair.getLeft()),
              signature(pair.getRightId(), pair.getRight()));
      if (similarity >= least) {
        ready = RowFactory.create(pair.getLeftId(), pair.getRightId(), similarity, RULE);
      }
    }
    return ready != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more pairs");
    }
    Row row = ready;
    ready = null;
    return row;
  }

  private ImageSignature signature(String id, byte[] levels) {
    return kept.computeIfAbsent(id, missing -> ImageSignature.of(new GreySquare(levels)));
  }
}
