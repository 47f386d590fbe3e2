package dev.winnow.transforms.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A batch of embeddings in one array.
 *
 * @param rows {@code float[ids.size() * dim]}
 */
record EmbeddedBatch(List<String> ids, float[] rows) {

  /**
   * Takes the next rows, at most {@code most}.
   *
   * @throws IllegalArgumentException when an embedding's length is not {@code dim}
   */
  static EmbeddedBatch of(Iterator<Embedded> rows, int most, int dim) {
    List<String> ids = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    while (rows.hasNext() && ids.size() < most) {
      Embedded row = rows.next();
      float[] vector = row.getEmbedding();
      if (vector.length != dim) {
        throw new IllegalArgumentException(
            "vector lengths differ: embedding of "
                + row.getId()
                + " has "
                + vector.length
                + ", prototypes have "
                + dim);
      }
      ids.add(row.getId());
      vectors.add(vector);
    }
    float[] flat = new float[ids.size() * dim];
    for (int i = 0; i < ids.size(); i++) {
      System.arraycopy(vectors.get(i), 0, flat, i * dim, dim);
    }
    return new EmbeddedBatch(ids, flat);
  }

  int size() {
    return ids.size();
  }
}
