package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Filter of places: those in a set, those outside of it, or all.
 *
 * @param set null for all places
 * @param inside true if the places in the set pass, false if the others pass
 */
record PlaceFilter(Broadcast<Roaring64Bitmap> set, boolean inside) implements Serializable {

  static final PlaceFilter ALL = new PlaceFilter(null, true);

  boolean all() {
    return set == null;
  }

  boolean passes(long place) {
    return set == null || set.value().contains(place) == inside;
  }
}
