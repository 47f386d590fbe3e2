package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.dedup.image.SampleGrid.View;
import dev.winnow.transforms.dedup.image.evidence.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Views of a picture that are compared with the windows of another one: the whole picture, and, as
 * far as the invariances allow, parts of it, views turned by a few degrees, and mirror images.
 *
 * <p>The steps of zoom and angle are so small that the rim of the disc is at most about half a
 * sample off for anything between two of them. Moved views reach what the moves of the windows
 * don't: corners of deep crops, and the part above or below a bar of text.
 */
final class PictureViews {

  /** All views. */
  static final PictureViews ALL = new PictureViews(EnumSet.allOf(Invariance.class));

  private static final Map<Set<Invariance>, PictureViews> MADE = new ConcurrentHashMap<>();

  private final List<View> views;
  private final List<SampleGrid> grids = new ArrayList<>();
  private final boolean mirrors;
  private final int reach;

  private PictureViews(Set<Invariance> invariances) {
    boolean crops = invariances.contains(Invariance.CROP);
    views = views(crops, invariances.contains(Invariance.ROTATE));
    mirrors = invariances.contains(Invariance.MIRROR);
    // A copy that is no crop may still lie half a sample off after a change of size.
    reach = crops ? ImageSignature.REACH : 1;
    for (View view : views) {
      grids.add(new SampleGrid(view, ImageSignature.VIEW_SIDE, ImageSignature.PLAIN, false));
    }
  }

  /** Returns the views that some invariances allow. */
  static PictureViews of(Set<Invariance> invariances) {
    return MADE.computeIfAbsent(Set.copyOf(invariances), PictureViews::new);
  }

  private static List<View> views(boolean crops, boolean turns) {
    List<View> views = new ArrayList<>();
    double[] zooms = crops ? new double[] {1, 0.92, 0.84, 0.77, 0.70} : new double[] {1};
    double[] angles = turns ? new double[] {0, -3, 3, -6, 6} : new double[] {0};
    for (double zoom : zooms) {
      for (double degrees : angles) {
        views.add(new View(zoom, zoom, degrees, 0, 0));
      }
    }
    if (!crops) {
      return views;
    }
    for (double part : new double[] {0.88, 0.78}) {
      views.add(new View(part, 1, 0, 0, 0));
      views.add(new View(1, part, 0, 0, 0));
    }
    views.add(new View(1, 1, 0, 0, -0.125));
    views.add(new View(1, 1, 0, 0, 0.125));
    views.add(View.zoomed(0.62));
    for (int corner = 0; corner < 4; corner++) {
      double right = corner % 2 == 0 ? -1 : 1;
      double below = corner < 2 ? -1 : 1;
      views.add(new View(0.70, 0.70, 0, 0.0625 * right, 0.0625 * below));
      views.add(new View(0.62, 0.62, 0, 0.11 * right, 0.11 * below));
    }
    return views;
  }

  List<SampleGrid> grids() {
    return Collections.unmodifiableList(grids);
  }

  /** Returns true if each view is followed by its mirror image. */
  boolean mirrors() {
    return mirrors;
  }

  /** Returns the number of views, including mirror images. */
  int size() {
    return mirrors ? 2 * views.size() : views.size();
  }

  /** Returns the greatest move of a window along each side, in samples. */
  int reach() {
    return reach;
  }

  boolean mirrored(int index) {
    return mirrors && index % 2 == 1;
  }

  /** Returns the part of the picture that a view or its mirror image shows. */
  View view(int index) {
    return views.get(mirrors ? index / 2 : index);
  }

  ImageRule rule(int index) {
    if (mirrored(index)) {
      return ImageRule.MIRRORED;
    }
    return view(index).degrees() == 0 ? ImageRule.CORRELATION : ImageRule.ROTATED;
  }

  /**
   * Returns the place in the picture of a view for each place in the picture of a window, in parts
   * of their sides.
   *
   * @param index number of the view
   * @param shift number of the window
   */
  Placement placement(int index, int shift) {
    View view = view(index);
    double right = (double) ImageSignature.right(shift) / ImageSignature.PLAIN;
    double below = (double) ImageSignature.below(shift) / ImageSignature.PLAIN;
    double angle = StrictMath.toRadians(view.degrees());
    double sign = mirrored(index) ? -1 : 1;
    double xx = sign * view.across() * StrictMath.cos(angle);
    double xy = -view.across() * StrictMath.sin(angle);
    double yx = sign * view.down() * StrictMath.sin(angle);
    double yy = view.down() * StrictMath.cos(angle);
    // The middle of the window is the middle of the view.
    return new Placement(
        xx,
        xy,
        0.5 + view.right() - xx * (0.5 + right) - xy * (0.5 + below),
        yx,
        yy,
        0.5 + view.below() - yx * (0.5 + right) - yy * (0.5 + below));
  }
}
