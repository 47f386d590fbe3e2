package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.dedup.image.SampleGrid.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Two hashes of 64 bits each for several views of a picture. One has its lowest cosine frequencies
 * (pHash), the other its slopes from left to right (dHash). Pictures that differ in compression,
 * size or brightness have hashes of a small Hamming distance. A mirrored or cropped picture has a
 * small distance to one view of the other picture.
 *
 * <p>A view without texture, whose grey levels have a standard deviation below {@value #TEXTURE},
 * has no hash: its bits would be noise, and all blank pictures would be similar.
 *
 * @see <a href="https://phash.org/docs/pubs/thesis_zauner.pdf">Zauner 2010, section 3.2</a>, for
 *     the pHash; the dHash compares neighbouring cells of 9 x 8
 */
final class PerceptualHashes {

  /** Number of bits of both hashes of one view. */
  static final int BITS = 128;

  /** Least standard deviation of a view that has a hash, in grey levels. */
  static final double TEXTURE = 1.0;

  private static final SampleGrid WHOLE = new SampleGrid(View.zoomed(1), 32, 32, false);
  private static final SampleGrid MIRRORED = new SampleGrid(View.zoomed(1), 32, 32, true);

  /** Middles that are similar to crops of many sizes. */
  private static final List<SampleGrid> MIDDLES =
      DoubleStream.of(0.95, 0.85, 0.80, 0.70)
          .mapToObj(zoom -> new SampleGrid(View.zoomed(zoom), 32, 32, false))
          .toList();

  private static final int SIDE = 32;
  private static final int FREQUENCIES = 8;

  /** {@code [frequency][sample]}. */
  private static final double[][] COSINES = cosines();

  /** {@code [column of 9][sample]}: the part of each sample that lies in the column. */
  private static final double[][] COLUMNS = columns(9);

  /**
   * Returns the hashes of all views that have texture: {@code [2 * views]}, pHash and dHash in
   * turn, those of the whole picture first. Empty if the whole picture has no texture.
   *
   * @param invariances the mirror image has a view only with {@link Invariance#MIRROR}, middles
   *     only with {@link Invariance#CROP}
   */
  static long[] of(GreySquare picture, Set<Invariance> invariances) {
    List<SampleGrid> views = new ArrayList<>(List.of(WHOLE));
    if (invariances.contains(Invariance.MIRROR)) {
      views.add(MIRRORED);
    }
    if (invariances.contains(Invariance.CROP)) {
      views.addAll(MIDDLES);
    }
    float[] smooth = picture.smoothed();
    float[] samples = new float[SIDE * SIDE];
    long[] hashes = new long[2 * views.size()];
    int n = 0;
    for (SampleGrid view : views) {
      view.sample(smooth, samples);
      if (hasTexture(samples)) {
        hashes[n++] = frequencies(samples);
        hashes[n++] = slopes(samples);
      } else if (n == 0) {
        break;
      }
    }
    return Arrays.copyOf(hashes, n);
  }

  /** Returns the number of bits in which two pairs of hashes differ, 0 to 128. */
  static int distance(long frequencies, long slopes, long otherFrequencies, long otherSlopes) {
    return Long.bitCount(frequencies ^ otherFrequencies) + Long.bitCount(slopes ^ otherSlopes);
  }

  private static boolean hasTexture(float[] samples) {
    double sum = 0;
    double squares = 0;
    for (float sample : samples) {
      sum += sample;
      squares += (double) sample * sample;
    }
    double mean = sum / samples.length;
    return squares / samples.length - mean * mean >= TEXTURE * TEXTURE;
  }

  /**
   * Returns a bit for each of the 8 x 8 lowest frequencies: above their median without the mean.
   */
  private static long frequencies(float[] samples) {
    double[] rows = new double[SIDE * FREQUENCIES];
    for (int y = 0; y < SIDE; y++) {
      for (int u = 0; u < FREQUENCIES; u++) {
        double sum = 0;
        for (int x = 0; x < SIDE; x++) {
          sum += COSINES[u][x] * samples[y * SIDE + x];
        }
        rows[y * FREQUENCIES + u] = sum;
      }
    }
    double[] lowest = new double[FREQUENCIES * FREQUENCIES];
    for (int v = 0; v < FREQUENCIES; v++) {
      for (int u = 0; u < FREQUENCIES; u++) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
          sum += COSINES[v][y] * rows[y * FREQUENCIES + u];
        }
        lowest[v * FREQUENCIES + u] = sum;
      }
    }
    double[] sorted = Arrays.copyOfRange(lowest, 1, lowest.length);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    long bits = 0;
    for (int i = 1; i < lowest.length; i++) {
      bits |= lowest[i] > median ? 1L << i : 0;
    }
    return bits;
  }

  /** Returns a bit for each of 8 x 8 cells: darker than the next cell to its right. */
  private static long slopes(float[] samples) {
    long bits = 0;
    double[] cells = new double[COLUMNS.length];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < cells.length; x++) {
        double sum = 0;
        for (int row = y * SIDE / 8; row < (y + 1) * SIDE / 8; row++) {
          for (int column = 0; column < SIDE; column++) {
            sum += COLUMNS[x][column] * samples[row * SIDE + column];
          }
        }
        cells[x] = sum;
      }
      for (int x = 0; x < 8; x++) {
        bits |= cells[x] < cells[x + 1] ? 1L << (8 * y + x) : 0;
      }
    }
    return bits;
  }

  private static double[][] cosines() {
    double[][] cosines = new double[FREQUENCIES][SIDE];
    for (int u = 0; u < FREQUENCIES; u++) {
      for (int x = 0; x < SIDE; x++) {
        cosines[u][x] = StrictMath.cos(Math.PI * (x + 0.5) * u / SIDE);
      }
    }
    return cosines;
  }

  private static double[][] columns(int n) {
    double[][] columns = new double[n][SIDE];
    for (int c = 0; c < n; c++) {
      double from = (double) c * SIDE / n;
      double to = (double) (c + 1) * SIDE / n;
      for (int x = 0; x < SIDE; x++) {
        columns[c][x] = Math.max(0, Math.min(to, x + 1) - Math.max(from, x));
      }
    }
    return columns;
  }

  private PerceptualHashes() {}
}
