package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.dedup.image.ImageSignature.Match;
import dev.winnow.transforms.dedup.image.evidence.ComparedPicture;
import dev.winnow.transforms.dedup.image.evidence.Evidence;
import dev.winnow.transforms.dedup.image.evidence.Verdict;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Decides pairs whose correlation reached the threshold, by {@link Evidence} at the resolution of
 * their thumbnails. The first rule that reaches the threshold and stands up to the evidence counts.
 * If none does, the refusal of the first rule that reached the threshold counts.
 */
final class EvidentPairs extends Batched<CandidatePair, Row> {

  /** Number of pictures that are kept with the blurs of one size, at most about 80 MB. */
  private static final int KEPT = 64;

  /** A decoded thumbnail and its signature. */
  private record Picture(ComparedPicture thumbnail, ImageSignature signature) {

    int side() {
      return PictureForms.side(thumbnail.image());
    }
  }

  private final NearImageOptions options;
  private final PictureViews views;
  private final Map<String, Picture> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param pairs with the bytes of their thumbnails
   */
  EvidentPairs(Iterator<CandidatePair> pairs, NearImageOptions options) {
    super(pairs);
    this.options = options;
    this.views = PictureViews.of(options.invariances());
  }

  @Override
  protected Iterator<Row> next(LookAhead<CandidatePair> pairs) {
    CandidatePair pair = pairs.next();
    Picture left = picture(pair.getLeftId(), pair.getLeft());
    Picture right = picture(pair.getRightId(), pair.getRight());
    ThumbnailCorrelation correlation = ThumbnailCorrelation.of(left.signature(), right.signature());
    double least = options.threshold(Math.min(left.side(), right.side()));
    Row refused = null;
    for (ImageRule rule : ImageRule.values()) {
      if (correlation.of(rule) < least) {
        continue;
      }
      Verdict verdict = verdict(left, right, rule);
      Refusal refusal =
          switch (verdict) {
            case AGREES -> null;
            case OTHER_DETAIL -> Refusal.DETAIL;
            case OTHER_COLOUR -> Refusal.COLOUR;
          };
      Row row = VerifiedPairs.row(pair, correlation, rule, refusal);
      if (refusal == null) {
        return List.of(row).iterator();
      }
      refused = refused == null ? row : refused;
    }
    return List.of(refused).iterator();
  }

  /** Compares the pictures as the view and the window that agree best show them. */
  private Verdict verdict(Picture left, Picture right, ImageRule rule) {
    Match one = left.signature().best(right.signature(), rule);
    Match other = right.signature().best(left.signature(), rule);
    boolean exchanged = one == null || other != null && other.similarity() > one.similarity();
    Match match = exchanged ? other : one;
    return Evidence.of(
        (exchanged ? right : left).thumbnail(),
        (exchanged ? left : right).thumbnail(),
        views.placement(match.view(), match.shift()),
        NearImages.THUMBNAIL_SIDE,
        match.similarity() < options.correlation());
  }

  private Picture picture(String id, byte[] thumbnail) {
    return kept.computeIfAbsent(
        id,
        missing -> {
          RasterImage decoded = PictureForms.decoded(id, thumbnail);
          return new Picture(
              new ComparedPicture(decoded), ImageSignature.of(GreySquare.of(decoded), views));
        });
  }
}
