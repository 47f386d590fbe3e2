package dev.winnow.transforms.dedup.image.evidence;

import java.util.HashMap;
import java.util.Map;

/**
 * A channel of a picture and its Gaussian blurs (Lindeberg 1994, Scale-space theory). Each blur is
 * computed when it is first asked for, and kept, because several checks look at the same ones. For
 * one thread.
 */
final class ScaleSpace {

  private final Plane plane;
  private final Map<Double, Plane> blurs = new HashMap<>();

  ScaleSpace(Plane plane) {
    this.plane = plane;
  }

  Plane plane() {
    return plane;
  }

  /** Returns the plane after a blur of this standard deviation, in pixels. */
  Plane blurred(double deviation) {
    return blurs.computeIfAbsent(deviation, plane::blurred);
  }

  /** Returns the detail that the first blur leaves and the second one removes. */
  Plane between(double fine, double coarse) {
    return blurred(fine).minus(blurred(coarse));
  }
}
