package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;

/**
 * Compares two pictures that look alike from afar: in detail at the resolution of the coarser one,
 * then in colour. A picture is <em>sparse</em> if it has much blank ground: pages, signs, drawings,
 * screenshots. Sparse pictures must agree wherever one of them has ink. Photographs must agree in
 * most of the middle, because captions, frames and turns change their rims.
 */
public final class Evidence {

  /**
   * Compares two pictures.
   *
   * @param view picture that may show more than the other
   * @param window the other picture
   * @param start approximate place in {@code view} for each place in {@code window}, in parts of
   *     their sides
   * @param limit length of the longer side that thumbnails are reduced to; a picture of this length
   *     may be a reduced one
   * @param doubtful true if the pictures are less similar than large ones must be: sparse pictures
   *     then differ, because equal outlines are no evidence
   */
  public static Verdict of(
      ComparedPicture view, ComparedPicture window, Placement start, int limit, boolean doubtful) {
    Resized pictures = Resized.of(view, window, start);
    boolean sparse = pictures.sparse();
    if (doubtful && sparse) {
      return Verdict.OTHER_DETAIL;
    }
    Overlay overlay = Overlay.of(pictures, sparse, start);
    if (!Detail.of(overlay)
        .agrees(reduced(view.image(), limit) || reduced(window.image(), limit))) {
      return Verdict.OTHER_DETAIL;
    }
    return Colours.of(overlay).agree(sparse) ? Verdict.AGREES : Verdict.OTHER_COLOUR;
  }

  private static boolean reduced(RasterImage image, int limit) {
    return Math.max(image.width(), image.height()) >= limit;
  }

  private Evidence() {}
}
