package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Keeps the candidates whose correlation reaches a bound. */
final class VerifiedPairs extends Batched<CandidatePair, Row> {

  static final String RULE = "correlation";

  /** Number of signatures that are kept, about 20 MB: candidates come sorted by one picture. */
  private static final int KEPT = 64;

  private final double least;
  private final Map<String, ImageSignature> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ImageSignature> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param least correlation of a pair
   */
  VerifiedPairs(Iterator<CandidatePair> candidates, double least) {
    super(candidates);
    this.least = least;
  }

  @Override
  protected Iterator<Row> next(LookAhead<CandidatePair> candidates) {
    CandidatePair pair = candidates.next();
    double similarity =
        ThumbnailCorrelation.of(
            signature(pair.getLeftId(), pair.getLeft()),
            signature(pair.getRightId(), pair.getRight()));
    return similarity >= least
        ? List.of(RowFactory.create(pair.getLeftId(), pair.getRightId(), similarity, RULE))
            .iterator()
        : Collections.emptyIterator();
  }

  private ImageSignature signature(String id, byte[] levels) {
    return kept.computeIfAbsent(id, missing -> ImageSignature.of(new GreySquare(levels)));
  }
}
