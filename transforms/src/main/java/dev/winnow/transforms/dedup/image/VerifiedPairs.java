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

/**
 * Keeps the candidates whose correlation reaches the threshold, and those that miss it by at most
 * {@value NearImages#NEAR_MISS}, which are marked as refused. {@link EvidentPairs} decides the
 * former.
 */
final class VerifiedPairs extends Batched<CandidatePair, Row> {

  /** Number of signatures that are kept, about 20 MB: candidates come sorted by one picture. */
  private static final int KEPT = 64;

  private final NearImageOptions options;
  private final PictureViews views;
  private final Map<String, ImageSignature> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ImageSignature> eldest) {
          return size() > KEPT;
        }
      };

  VerifiedPairs(Iterator<CandidatePair> candidates, NearImageOptions options) {
    super(candidates);
    this.options = options;
    this.views = PictureViews.of(options.invariances());
  }

  @Override
  protected Iterator<Row> next(LookAhead<CandidatePair> candidates) {
    CandidatePair pair = candidates.next();
    ThumbnailCorrelation correlation =
        ThumbnailCorrelation.of(
            signature(pair.getLeftId(), pair.getLeft()),
            signature(pair.getRightId(), pair.getRight()));
    double least = options.threshold(Math.min(pair.getLeftSide(), pair.getRightSide()));
    for (ImageRule rule : ImageRule.values()) {
      if (correlation.of(rule) >= least) {
        return List.of(row(pair, correlation, rule, null)).iterator();
      }
    }
    ImageRule best = correlation.best();
    return correlation.of(best) >= least - NearImages.NEAR_MISS
        ? List.of(row(pair, correlation, best, Refusal.THRESHOLD)).iterator()
        : Collections.emptyIterator();
  }

  static Row row(
      CandidatePair pair, ThumbnailCorrelation correlation, ImageRule rule, Refusal refusal) {
    return RowFactory.create(
        pair.getLeftId(),
        pair.getRightId(),
        (double) correlation.of(rule),
        rule.word(),
        refusal == null ? null : refusal.word());
  }

  private ImageSignature signature(String id, byte[] levels) {
    return kept.computeIfAbsent(id, missing -> ImageSignature.of(new GreySquare(levels), views));
  }
}
