package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Finds 420 edited copies, of seven kinds, among 2,500 photographs. */
@Tag("long")
class NearImagesReferenceTest {

  private static final float EPSILON = 0.05f;

  @Test
  void findsTheCopiesAmongPhotographs() throws Exception {
    Photographs photographs = Photographs.read();
    SparkSession spark = LocalSpark.session();
    long start = System.nanoTime();
    List<Row> pairs;
    Dataset<Row> thumbnails = photographs.thumbnails(spark, 4);
    long made = System.nanoTime();
    try (NearImages near = new NearImages(NearImageOptions.defaults(42), line -> {})) {
      pairs =
          near.apply(thumbnails, photographs.embeddings(spark, 4))
              .where("refused_by IS NULL")
              .collectAsList();
    }
    System.out.printf(
        "thumbnails %.1f s, pairs %.1f s%n",
        (made - start) / 1e9, (System.nanoTime() - made) / 1e9);
    Components near = new Components();
    pairs.forEach(pair -> near.join(pair.getString(0), pair.getString(1)));
    print("near", photographs, near);

    Components together = photographs.exact();
    print("exact", photographs, together);
    pairs.forEach(pair -> together.join(pair.getString(0), pair.getString(1)));
    addSemantic(photographs, together);
    Photographs.Result result = print("exact, near, semantic", photographs, together);
    assertTrue(result.recall() >= 0.95, "recall " + result.recall());
    assertTrue(result.precision() >= 0.97, "precision " + result.precision());
  }

  /** Joins rows whose cosine to a row before them is above 1 - epsilon. */
  private static void addSemantic(Photographs photographs, Components components) {
    List<Photographs.Photograph> all = photographs.all();
    int dim = all.get(0).embedding().length;
    float[] rows = new float[all.size() * dim];
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i).embedding(), 0, rows, i * dim, dim);
    }
    int[] nearest = new int[all.size()];
    float[] cosines = new float[all.size()];
    try (NearestCentroid earlier = NearestCentroid.of(rows, dim)) {
      earlier.assignToEarlier(rows, 0, all.size(), 0, nearest, cosines);
    }
    for (int i = 0; i < nearest.length; i++) {
      if (cosines[i] > 1 - EPSILON) {
        components.join(all.get(i).id(), all.get(nearest[i]).id());
      }
    }
  }

  private static Photographs.Result print(
      String step, Photographs photographs, Components components) {
    Photographs.Result result = photographs.judge(components);
    System.out.printf(
        "%s: recall %.3f, precision %.3f, strict %.3f, %d removed; %s%n",
        step,
        result.recall(),
        result.precision(),
        (double) result.strict() / result.removed(),
        result.removed(),
        result.copies());
    photographs.errors(components).forEach(error -> System.out.println("  " + error));
    return result;
  }
}
