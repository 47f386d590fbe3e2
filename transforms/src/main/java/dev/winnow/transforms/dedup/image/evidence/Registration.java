package dev.winnow.transforms.dedup.image.evidence;

/**
 * Refines the placement of one picture on another, until the shapes lie on each other. Each step is
 * one of Gauss and Newton for the six numbers of the placement and for the contrast and level of
 * one picture. Places that differ much, such as a caption, get little weight.
 *
 * @see <a href="https://doi.org/10.1023/B:VISI.0000011205.11775.fd">Baker and Matthews 2004</a>
 */
final class Registration {

  /** Blurs in pixels, the coarsest first: each finds moves of about its own size. */
  private static final double[] BLURS = {3, 1.5};

  private static final int STEPS = 6;

  /** Move in pixels below which a step ends a blur: tiles of six pixels don't notice it. */
  private static final double SETTLED = 0.02;

  /**
   * @param view picture whose place is sought
   * @param window picture that stays
   * @param compared {@code [height * width]} of the window: true for the pixels that count
   * @param start approximate place in {@code view} of each pixel of {@code window}
   */
  static Placement of(ScaleSpace view, ScaleSpace window, boolean[] compared, Placement start) {
    Placement placement = start;
    Plane whole = window.plane();
    double ground = Math.max(4, Math.max(whole.width(), whole.height()) / 12.0);
    NormalEquations equations = new NormalEquations(compared);
    for (double blur : BLURS) {
      BilinearSampler a = new BilinearSampler(view.between(blur, ground));
      Plane b = window.between(blur, ground);
      for (int step = 0; step < STEPS; step++) {
        double[] change = equations.solve(a, b, placement);
        if (change == null) {
          break;
        }
        placement = placement.plus(change);
        if (Placement.farthest(change, whole.width(), whole.height()) < SETTLED) {
          break;
        }
      }
    }
    return placement;
  }

  private Registration() {}
}
