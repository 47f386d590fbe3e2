package dev.winnow.transforms.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scores of a few rows against one panel of centroids, in registers: two vectors of centroids a
 * step, each multiplied with ten rows where there are 32 registers, else five. A last panel of at
 * most one vector is not padded to two.
 *
 * <p>The tiles are written out because the JIT compiler keeps vectors in registers only as local
 * variables, and only while a method is small: whoever looks at the scores reads them from memory.
 */
abstract class SimdTiles {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int LANES = FLOATS.length();
  static final int WIDTH = 2 * LANES;
  static final int TEN = 10;
  static final int FIVE = 5;

  /** With 256 bits there are 16 registers, with fewer or more bits 32. */
  static final boolean TENS = FLOATS.vectorBitSize() != 256;

  final int dim;

  /** {@code [panel][dim][WIDTH]}, the last panel {@code [dim][LANES]} where it is narrow. */
  final float[] packed;

  /** Negative infinity where a panel is padded, so that padding never wins. */
  final float[] bias;

  /** {@code [row][WIDTH]}: the scores of the tile last computed. */
  final float[] tile = new float[TEN * WIDTH];

  SimdTiles(int dim, float[] packed, float[] bias) {
    this.dim = dim;
    this.packed = packed;
    this.bias = bias;
  }

  /** Scores of ten rows, or five, or one, against a panel, to {@link #tile}. */
  final void score(float[] x, int at, int rows, int panel, boolean narrow) {
    if (rows == TEN) {
      if (narrow) {
        tenNarrow(x, at, panel);
      } else {
        tenWide(x, at, panel);
      }
    } else if (rows == FIVE) {
      if (narrow) {
        fiveNarrow(x, at, panel);
      } else {
        fiveWide(x, at, panel);
      }
    } else if (narrow) {
      oneNarrow(x, at, panel);
    } else {
      oneWide(x, at, panel);
    }
  }

  private void tenWide(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    int at1 = at + d;
    int at2 = at1 + d;
    int at3 = at2 + d;
    int at4 = at3 + d;
    int at5 = at4 + d;
    int at6 = at5 + d;
    int at7 = at6 + d;
    int at8 = at7 + d;
    int at9 = at8 + d;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector right = FloatVector.fromArray(FLOATS, bias, panel * WIDTH + LANES);
    FloatVector left0 = left;
    FloatVector right0 = right;
    FloatVector left1 = left;
    FloatVector right1 = right;
    FloatVector left2 = left;
    FloatVector right2 = right;
    FloatVector left3 = left;
    FloatVector right3 = right;
    FloatVector left4 = left;
    FloatVector right4 = right;
    FloatVector left5 = left;
    FloatVector right5 = right;
    FloatVector left6 = left;
    FloatVector right6 = right;
    FloatVector left7 = left;
    FloatVector right7 = right;
    FloatVector left8 = left;
    FloatVector right8 = right;
    FloatVector left9 = left;
    FloatVector right9 = right;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += WIDTH) {
      left = FloatVector.fromArray(FLOATS, c, from);
      right = FloatVector.fromArray(FLOATS, c, from + LANES);
      FloatVector row;
      row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
      right0 = row.fma(right, right0);
      row = FloatVector.broadcast(FLOATS, x[at1 + j]);
      left1 = row.fma(left, left1);
      right1 = row.fma(right, right1);
      row = FloatVector.broadcast(FLOATS, x[at2 + j]);
      left2 = row.fma(left, left2);
      right2 = row.fma(right, right2);
      row = FloatVector.broadcast(FLOATS, x[at3 + j]);
      left3 = row.fma(left, left3);
      right3 = row.fma(right, right3);
      row = FloatVector.broadcast(FLOATS, x[at4 + j]);
      left4 = row.fma(left, left4);
      right4 = row.fma(right, right4);
      row = FloatVector.broadcast(FLOATS, x[at5 + j]);
      left5 = row.fma(left, left5);
      right5 = row.fma(right, right5);
      row = FloatVector.broadcast(FLOATS, x[at6 + j]);
      left6 = row.fma(left, left6);
      right6 = row.fma(right, right6);
      row = FloatVector.broadcast(FLOATS, x[at7 + j]);
      left7 = row.fma(left, left7);
      right7 = row.fma(right, right7);
      row = FloatVector.broadcast(FLOATS, x[at8 + j]);
      left8 = row.fma(left, left8);
      right8 = row.fma(right, right8);
      row = FloatVector.broadcast(FLOATS, x[at9 + j]);
      left9 = row.fma(left, left9);
      right9 = row.fma(right, right9);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
    right0.intoArray(t, 0 * WIDTH + LANES);
    left1.intoArray(t, 1 * WIDTH);
    right1.intoArray(t, 1 * WIDTH + LANES);
    left2.intoArray(t, 2 * WIDTH);
    right2.intoArray(t, 2 * WIDTH + LANES);
    left3.intoArray(t, 3 * WIDTH);
    right3.intoArray(t, 3 * WIDTH + LANES);
    left4.intoArray(t, 4 * WIDTH);
    right4.intoArray(t, 4 * WIDTH + LANES);
    left5.intoArray(t, 5 * WIDTH);
    right5.intoArray(t, 5 * WIDTH + LANES);
    left6.intoArray(t, 6 * WIDTH);
    right6.intoArray(t, 6 * WIDTH + LANES);
    left7.intoArray(t, 7 * WIDTH);
    right7.intoArray(t, 7 * WIDTH + LANES);
    left8.intoArray(t, 8 * WIDTH);
    right8.intoArray(t, 8 * WIDTH + LANES);
    left9.intoArray(t, 9 * WIDTH);
    right9.intoArray(t, 9 * WIDTH + LANES);
  }

  private void tenNarrow(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    int at1 = at + d;
    int at2 = at1 + d;
    int at3 = at2 + d;
    int at4 = at3 + d;
    int at5 = at4 + d;
    int at6 = at5 + d;
    int at7 = at6 + d;
    int at8 = at7 + d;
    int at9 = at8 + d;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector left0 = left;
    FloatVector left1 = left;
    FloatVector left2 = left;
    FloatVector left3 = left;
    FloatVector left4 = left;
    FloatVector left5 = left;
    FloatVector left6 = left;
    FloatVector left7 = left;
    FloatVector left8 = left;
    FloatVector left9 = left;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += LANES) {
      left = FloatVector.fromArray(FLOATS, c, from);
      FloatVector row;
      row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
      row = FloatVector.broadcast(FLOATS, x[at1 + j]);
      left1 = row.fma(left, left1);
      row = FloatVector.broadcast(FLOATS, x[at2 + j]);
      left2 = row.fma(left, left2);
      row = FloatVector.broadcast(FLOATS, x[at3 + j]);
      left3 = row.fma(left, left3);
      row = FloatVector.broadcast(FLOATS, x[at4 + j]);
      left4 = row.fma(left, left4);
      row = FloatVector.broadcast(FLOATS, x[at5 + j]);
      left5 = row.fma(left, left5);
      row = FloatVector.broadcast(FLOATS, x[at6 + j]);
      left6 = row.fma(left, left6);
      row = FloatVector.broadcast(FLOATS, x[at7 + j]);
      left7 = row.fma(left, left7);
      row = FloatVector.broadcast(FLOATS, x[at8 + j]);
      left8 = row.fma(left, left8);
      row = FloatVector.broadcast(FLOATS, x[at9 + j]);
      left9 = row.fma(left, left9);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
    left1.intoArray(t, 1 * WIDTH);
    left2.intoArray(t, 2 * WIDTH);
    left3.intoArray(t, 3 * WIDTH);
    left4.intoArray(t, 4 * WIDTH);
    left5.intoArray(t, 5 * WIDTH);
    left6.intoArray(t, 6 * WIDTH);
    left7.intoArray(t, 7 * WIDTH);
    left8.intoArray(t, 8 * WIDTH);
    left9.intoArray(t, 9 * WIDTH);
  }

  private void fiveWide(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    int at1 = at + d;
    int at2 = at1 + d;
    int at3 = at2 + d;
    int at4 = at3 + d;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector right = FloatVector.fromArray(FLOATS, bias, panel * WIDTH + LANES);
    FloatVector left0 = left;
    FloatVector right0 = right;
    FloatVector left1 = left;
    FloatVector right1 = right;
    FloatVector left2 = left;
    FloatVector right2 = right;
    FloatVector left3 = left;
    FloatVector right3 = right;
    FloatVector left4 = left;
    FloatVector right4 = right;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += WIDTH) {
      left = FloatVector.fromArray(FLOATS, c, from);
      right = FloatVector.fromArray(FLOATS, c, from + LANES);
      FloatVector row;
      row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
      right0 = row.fma(right, right0);
      row = FloatVector.broadcast(FLOATS, x[at1 + j]);
      left1 = row.fma(left, left1);
      right1 = row.fma(right, right1);
      row = FloatVector.broadcast(FLOATS, x[at2 + j]);
      left2 = row.fma(left, left2);
      right2 = row.fma(right, right2);
      row = FloatVector.broadcast(FLOATS, x[at3 + j]);
      left3 = row.fma(left, left3);
      right3 = row.fma(right, right3);
      row = FloatVector.broadcast(FLOATS, x[at4 + j]);
      left4 = row.fma(left, left4);
      right4 = row.fma(right, right4);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
    right0.intoArray(t, 0 * WIDTH + LANES);
    left1.intoArray(t, 1 * WIDTH);
    right1.intoArray(t, 1 * WIDTH + LANES);
    left2.intoArray(t, 2 * WIDTH);
    right2.intoArray(t, 2 * WIDTH + LANES);
    left3.intoArray(t, 3 * WIDTH);
    right3.intoArray(t, 3 * WIDTH + LANES);
    left4.intoArray(t, 4 * WIDTH);
    right4.intoArray(t, 4 * WIDTH + LANES);
  }

  private void fiveNarrow(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    int at1 = at + d;
    int at2 = at1 + d;
    int at3 = at2 + d;
    int at4 = at3 + d;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector left0 = left;
    FloatVector left1 = left;
    FloatVector left2 = left;
    FloatVector left3 = left;
    FloatVector left4 = left;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += LANES) {
      left = FloatVector.fromArray(FLOATS, c, from);
      FloatVector row;
      row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
      row = FloatVector.broadcast(FLOATS, x[at1 + j]);
      left1 = row.fma(left, left1);
      row = FloatVector.broadcast(FLOATS, x[at2 + j]);
      left2 = row.fma(left, left2);
      row = FloatVector.broadcast(FLOATS, x[at3 + j]);
      left3 = row.fma(left, left3);
      row = FloatVector.broadcast(FLOATS, x[at4 + j]);
      left4 = row.fma(left, left4);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
    left1.intoArray(t, 1 * WIDTH);
    left2.intoArray(t, 2 * WIDTH);
    left3.intoArray(t, 3 * WIDTH);
    left4.intoArray(t, 4 * WIDTH);
  }

  private void oneWide(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector right = FloatVector.fromArray(FLOATS, bias, panel * WIDTH + LANES);
    FloatVector left0 = left;
    FloatVector right0 = right;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += WIDTH) {
      left = FloatVector.fromArray(FLOATS, c, from);
      right = FloatVector.fromArray(FLOATS, c, from + LANES);
      FloatVector row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
      right0 = row.fma(right, right0);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
    right0.intoArray(t, 0 * WIDTH + LANES);
  }

  private void oneNarrow(float[] x, int at, int panel) {
    float[] c = packed;
    int d = dim;
    FloatVector left = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
    FloatVector left0 = left;
    int from = panel * d * WIDTH;
    for (int j = 0; j < d; j++, from += LANES) {
      left = FloatVector.fromArray(FLOATS, c, from);
      FloatVector row = FloatVector.broadcast(FLOATS, x[at + j]);
      left0 = row.fma(left, left0);
    }
    float[] t = tile;
    left0.intoArray(t, 0 * WIDTH);
  }
}
