package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * Lets the places pass that a set holds, or those that it lacks.
 *
 * @param set null for all places
 */
record PlaceFilter(Broadcast<PlaceSet> set, boolean inside) implements Serializable {

  static final PlaceFilter ALL = new PlaceFilter(null, true);

  boolean all() {
    return set == null;
  }

  boolean passes(long place) {
    return set == null || set.value().contains(place) == inside;
  }
}
