package dev.winnow.transforms.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Computes the scores of a few rows against one panel of centroids in registers. Each step takes
 * two vectors of centroids and multiplies each with ten rows where there are 32 registers,
 * otherwise with five. A last panel of at most one vector is not padded to two.
 *
 * <p>The dimensions come in slices, so that a slice of a panel stays in the first-level cache while
 * all rows pass. Between slices the scores are in memory, which breaks no chain of products. Rows
 * are copied to one constant stride, so that one register and constants address all of them; with a
 * register for each row, C2 moves registers in every step.
 *
 * <p>The tiles are written out because the JIT compiler keeps vectors in registers only as local
 * variables, and only while a method is small. For the same reason, other methods read the scores
 * from memory.
 */
abstract class SimdTiles {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int LANES = FLOATS.length();
  static final int WIDTH = 2 * LANES;

  /** Number of rows in a tile: with vectors of 256 bits there are 16 registers, with wider 32. */
  static final int TILE = FLOATS.vectorBitSize() > 256 ? 10 : 5;

  /**
   * Number of dimensions in a slice. With vectors of 512 bits, the slice of a panel takes 24 KiB
   * and that of a tile's rows 7.5 KiB.
   */
  static final int SLICE = 192;

  /**
   * Negative zero: adding it to a sum changes no bit. After the addition the compiler knows the
   * class of the vector that is stored, which it has lost at the head of the loop. Without it,
   * where vectors of other lengths have been stored in this JVM, the compiler would make an object
   * of every sum in every step.
   */
  private static final float SAME = -0f;

  /**
   * Index at which the packed matrix begins. The floats of a large array begin 16 bytes after a
   * multiple of 64, and a 512-bit load across two cache lines counts as two loads.
   */
  static final int START = 12;

  /**
   * The matrix as {@code [panel][dim][WIDTH]}, beginning at {@link #START}. The last panel is
   * {@code [dim][LANES]} where it is narrow.
   */
  final float[] packed;

  SimdTiles(float[] packed) {
    this.packed = packed;
  }

  /** Returns true when a panel is the last and has at most one vector of columns. */
  static boolean narrow(int columns, int panel) {
    return columns - panel * WIDTH <= LANES;
  }

  /** Returns the length of a packed matrix, including the floats before its start. */
  static int packedLength(int columns, int dim) {
    long vectors = (columns + LANES - 1) / LANES;
    return Math.toIntExact(START + vectors * LANES * dim);
  }

  /**
   * Adds a slice of the products of a tile's rows and a panel to scores.
   *
   * @param x rows of the tile, {@code float[TILE * SLICE]}, beginning at {@code at}
   * @param length number of dimensions in the slice
   * @param from start of the panel's slice in {@link #packed}
   * @param start scores so far; those of row i begin at {@code begin + i * step}
   * @param scores receives the scores of the tile as {@code [row][WIDTH]}, beginning at {@code to}
   */
  final void add(
      float[] x,
      int at,
      int length,
      int from,
      boolean narrow,
      float[] start,
      int begin,
      int step,
      float[] scores,
      int to) {
    if (TILE == 10) {
      if (narrow) {
        tenNarrow(x, at, length, from, start, begin, step, scores, to);
      } else {
        ten(x, at, length, from, start, begin, step, scores, to);
      }
    } else if (narrow) {
      fiveNarrow(x, at, length, from, start, begin, step, scores, to);
    } else {
      five(x, at, length, from, start, begin, step, scores, to);
    }
  }

  private void ten(
      float[] x,
      int at,
      int length,
      int from,
      float[] start,
      int begin,
      int step,
      float[] scores,
      int to) {
    float[] c = packed;
    FloatVector left0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step);
    FloatVector right0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step + LANES);
    FloatVector left1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step);
    FloatVector right1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step + LANES);
    FloatVector left2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step);
    FloatVector right2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step + LANES);
    FloatVector left3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step);
    FloatVector right3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step + LANES);
    FloatVector left4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step);
    FloatVector right4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step + LANES);
    FloatVector left5 = FloatVector.fromArray(FLOATS, start, begin + 5 * step);
    FloatVector right5 = FloatVector.fromArray(FLOATS, start, begin + 5 * step + LANES);
    FloatVector left6 = FloatVector.fromArray(FLOATS, start, begin + 6 * step);
    FloatVector right6 = FloatVector.fromArray(FLOATS, start, begin + 6 * step + LANES);
    FloatVector left7 = FloatVector.fromArray(FLOATS, start, begin + 7 * step);
    FloatVector right7 = FloatVector.fromArray(FLOATS, start, begin + 7 * step + LANES);
    FloatVector left8 = FloatVector.fromArray(FLOATS, start, begin + 8 * step);
    FloatVector right8 = FloatVector.fromArray(FLOATS, start, begin + 8 * step + LANES);
    FloatVector left9 = FloatVector.fromArray(FLOATS, start, begin + 9 * step);
    FloatVector right9 = FloatVector.fromArray(FLOATS, start, begin + 9 * step + LANES);
    for (int j = 0; j < length; j++) {
      int row = at + j;
      FloatVector left = FloatVector.fromArray(FLOATS, c, from + j * WIDTH);
      FloatVector right = FloatVector.fromArray(FLOATS, c, from + j * WIDTH + LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, x[row]);
      left0 = value.fma(left, left0);
      right0 = value.fma(right, right0);
      value = FloatVector.broadcast(FLOATS, x[row + 1 * SLICE]);
      left1 = value.fma(left, left1);
      right1 = value.fma(right, right1);
      value = FloatVector.broadcast(FLOATS, x[row + 2 * SLICE]);
      left2 = value.fma(left, left2);
      right2 = value.fma(right, right2);
      value = FloatVector.broadcast(FLOATS, x[row + 3 * SLICE]);
      left3 = value.fma(left, left3);
      right3 = value.fma(right, right3);
      value = FloatVector.broadcast(FLOATS, x[row + 4 * SLICE]);
      left4 = value.fma(left, left4);
      right4 = value.fma(right, right4);
      value = FloatVector.broadcast(FLOATS, x[row + 5 * SLICE]);
      left5 = value.fma(left, left5);
      right5 = value.fma(right, right5);
      value = FloatVector.broadcast(FLOATS, x[row + 6 * SLICE]);
      left6 = value.fma(left, left6);
      right6 = value.fma(right, right6);
      value = FloatVector.broadcast(FLOATS, x[row + 7 * SLICE]);
      left7 = value.fma(left, left7);
      right7 = value.fma(right, right7);
      value = FloatVector.broadcast(FLOATS, x[row + 8 * SLICE]);
      left8 = value.fma(left, left8);
      right8 = value.fma(right, right8);
      value = FloatVector.broadcast(FLOATS, x[row + 9 * SLICE]);
      left9 = value.fma(left, left9);
      right9 = value.fma(right, right9);
    }
    FloatVector same = FloatVector.broadcast(FLOATS, SAME);
    same.add(left0).intoArray(scores, to);
    same.add(right0).intoArray(scores, to + LANES);
    same.add(left1).intoArray(scores, to + 1 * WIDTH);
    same.add(right1).intoArray(scores, to + 1 * WIDTH + LANES);
    same.add(left2).intoArray(scores, to + 2 * WIDTH);
    same.add(right2).intoArray(scores, to + 2 * WIDTH + LANES);
    same.add(left3).intoArray(scores, to + 3 * WIDTH);
    same.add(right3).intoArray(scores, to + 3 * WIDTH + LANES);
    same.add(left4).intoArray(scores, to + 4 * WIDTH);
    same.add(right4).intoArray(scores, to + 4 * WIDTH + LANES);
    same.add(left5).intoArray(scores, to + 5 * WIDTH);
    same.add(right5).intoArray(scores, to + 5 * WIDTH + LANES);
    same.add(left6).intoArray(scores, to + 6 * WIDTH);
    same.add(right6).intoArray(scores, to + 6 * WIDTH + LANES);
    same.add(left7).intoArray(scores, to + 7 * WIDTH);
    same.add(right7).intoArray(scores, to + 7 * WIDTH + LANES);
    same.add(left8).intoArray(scores, to + 8 * WIDTH);
    same.add(right8).intoArray(scores, to + 8 * WIDTH + LANES);
    same.add(left9).intoArray(scores, to + 9 * WIDTH);
    same.add(right9).intoArray(scores, to + 9 * WIDTH + LANES);
  }

  private void tenNarrow(
      float[] x,
      int at,
      int length,
      int from,
      float[] start,
      int begin,
      int step,
      float[] scores,
      int to) {
    float[] c = packed;
    FloatVector left0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step);
    FloatVector left1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step);
    FloatVector left2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step);
    FloatVector left3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step);
    FloatVector left4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step);
    FloatVector left5 = FloatVector.fromArray(FLOATS, start, begin + 5 * step);
    FloatVector left6 = FloatVector.fromArray(FLOATS, start, begin + 6 * step);
    FloatVector left7 = FloatVector.fromArray(FLOATS, start, begin + 7 * step);
    FloatVector left8 = FloatVector.fromArray(FLOATS, start, begin + 8 * step);
    FloatVector left9 = FloatVector.fromArray(FLOATS, start, begin + 9 * step);
    for (int j = 0; j < length; j++) {
      int row = at + j;
      FloatVector left = FloatVector.fromArray(FLOATS, c, from + j * LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, x[row]);
      left0 = value.fma(left, left0);
      value = FloatVector.broadcast(FLOATS, x[row + 1 * SLICE]);
      left1 = value.fma(left, left1);
      value = FloatVector.broadcast(FLOATS, x[row + 2 * SLICE]);
      left2 = value.fma(left, left2);
      value = FloatVector.broadcast(FLOATS, x[row + 3 * SLICE]);
      left3 = value.fma(left, left3);
      value = FloatVector.broadcast(FLOATS, x[row + 4 * SLICE]);
      left4 = value.fma(left, left4);
      value = FloatVector.broadcast(FLOATS, x[row + 5 * SLICE]);
      left5 = value.fma(left, left5);
      value = FloatVector.broadcast(FLOATS, x[row + 6 * SLICE]);
      left6 = value.fma(left, left6);
      value = FloatVector.broadcast(FLOATS, x[row + 7 * SLICE]);
      left7 = value.fma(left, left7);
      value = FloatVector.broadcast(FLOATS, x[row + 8 * SLICE]);
      left8 = value.fma(left, left8);
      value = FloatVector.broadcast(FLOATS, x[row + 9 * SLICE]);
      left9 = value.fma(left, left9);
    }
    FloatVector same = FloatVector.broadcast(FLOATS, SAME);
    same.add(left0).intoArray(scores, to);
    same.add(left1).intoArray(scores, to + 1 * WIDTH);
    same.add(left2).intoArray(scores, to + 2 * WIDTH);
    same.add(left3).intoArray(scores, to + 3 * WIDTH);
    same.add(left4).intoArray(scores, to + 4 * WIDTH);
    same.add(left5).intoArray(scores, to + 5 * WIDTH);
    same.add(left6).intoArray(scores, to + 6 * WIDTH);
    same.add(left7).intoArray(scores, to + 7 * WIDTH);
    same.add(left8).intoArray(scores, to + 8 * WIDTH);
    same.add(left9).intoArray(scores, to + 9 * WIDTH);
  }

  private void five(
      float[] x,
      int at,
      int length,
      int from,
      float[] start,
      int begin,
      int step,
      float[] scores,
      int to) {
    float[] c = packed;
    FloatVector left0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step);
    FloatVector right0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step + LANES);
    FloatVector left1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step);
    FloatVector right1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step + LANES);
    FloatVector left2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step);
    FloatVector right2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step + LANES);
    FloatVector left3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step);
    FloatVector right3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step + LANES);
    FloatVector left4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step);
    FloatVector right4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step + LANES);
    for (int j = 0; j < length; j++) {
      int row = at + j;
      FloatVector left = FloatVector.fromArray(FLOATS, c, from + j * WIDTH);
      FloatVector right = FloatVector.fromArray(FLOATS, c, from + j * WIDTH + LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, x[row]);
      left0 = value.fma(left, left0);
      right0 = value.fma(right, right0);
      value = FloatVector.broadcast(FLOATS, x[row + 1 * SLICE]);
      left1 = value.fma(left, left1);
      right1 = value.fma(right, right1);
      value = FloatVector.broadcast(FLOATS, x[row + 2 * SLICE]);
      left2 = value.fma(left, left2);
      right2 = value.fma(right, right2);
      value = FloatVector.broadcast(FLOATS, x[row + 3 * SLICE]);
      left3 = value.fma(left, left3);
      right3 = value.fma(right, right3);
      value = FloatVector.broadcast(FLOATS, x[row + 4 * SLICE]);
      left4 = value.fma(left, left4);
      right4 = value.fma(right, right4);
    }
    FloatVector same = FloatVector.broadcast(FLOATS, SAME);
    same.add(left0).intoArray(scores, to);
    same.add(right0).intoArray(scores, to + LANES);
    same.add(left1).intoArray(scores, to + 1 * WIDTH);
    same.add(right1).intoArray(scores, to + 1 * WIDTH + LANES);
    same.add(left2).intoArray(scores, to + 2 * WIDTH);
    same.add(right2).intoArray(scores, to + 2 * WIDTH + LANES);
    same.add(left3).intoArray(scores, to + 3 * WIDTH);
    same.add(right3).intoArray(scores, to + 3 * WIDTH + LANES);
    same.add(left4).intoArray(scores, to + 4 * WIDTH);
    same.add(right4).intoArray(scores, to + 4 * WIDTH + LANES);
  }

  private void fiveNarrow(
      float[] x,
      int at,
      int length,
      int from,
      float[] start,
      int begin,
      int step,
      float[] scores,
      int to) {
    float[] c = packed;
    FloatVector left0 = FloatVector.fromArray(FLOATS, start, begin + 0 * step);
    FloatVector left1 = FloatVector.fromArray(FLOATS, start, begin + 1 * step);
    FloatVector left2 = FloatVector.fromArray(FLOATS, start, begin + 2 * step);
    FloatVector left3 = FloatVector.fromArray(FLOATS, start, begin + 3 * step);
    FloatVector left4 = FloatVector.fromArray(FLOATS, start, begin + 4 * step);
    for (int j = 0; j < length; j++) {
      int row = at + j;
      FloatVector left = FloatVector.fromArray(FLOATS, c, from + j * LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, x[row]);
      left0 = value.fma(left, left0);
      value = FloatVector.broadcast(FLOATS, x[row + 1 * SLICE]);
      left1 = value.fma(left, left1);
      value = FloatVector.broadcast(FLOATS, x[row + 2 * SLICE]);
      left2 = value.fma(left, left2);
      value = FloatVector.broadcast(FLOATS, x[row + 3 * SLICE]);
      left3 = value.fma(left, left3);
      value = FloatVector.broadcast(FLOATS, x[row + 4 * SLICE]);
      left4 = value.fma(left, left4);
    }
    FloatVector same = FloatVector.broadcast(FLOATS, SAME);
    same.add(left0).intoArray(scores, to);
    same.add(left1).intoArray(scores, to + 1 * WIDTH);
    same.add(left2).intoArray(scores, to + 2 * WIDTH);
    same.add(left3).intoArray(scores, to + 3 * WIDTH);
    same.add(left4).intoArray(scores, to + 4 * WIDTH);
  }
}
