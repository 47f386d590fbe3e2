package dev.winnow.transforms.dedup.image.evidence;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A channel of a picture and its Gaussian blurs (Lindeberg 1994, Scale-space theory). Each blur is
 * computed when it is first asked for. The last {@value #KEPT} are kept, because several checks
 * look at the same ones. For one thread.
 */
final class ScaleSpace {

  /** Blurs of one comparison; its ground follows the size of the other picture. */
  private static final int KEPT = 5;

  private final Plane plane;
  private final Map<Double, Plane> blurs =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, Plane> eldest) {
          return size() > KEPT;
        }
      };

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
