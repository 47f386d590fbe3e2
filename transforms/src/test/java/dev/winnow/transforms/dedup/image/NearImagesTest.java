package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NearImagesTest {

  private static final StructType THUMBNAILS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("thumbnail", DataTypes.BinaryType, false);
  private static final StructType EMBEDDINGS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private static Row row(String id, RasterImage image) {
    return RowFactory.create(id, Thumbnails.jpeg(image, 160));
  }

  private static List<Row> pairs(List<Row> thumbnails, int partitions, Dataset<Row> embeddings) {
    try (NearImages near = new NearImages(NearImageOptions.defaults(1), line -> {})) {
      Dataset<Row> rows = LocalSpark.rows(THUMBNAILS, partitions, thumbnails);
      return near.apply(rows, embeddings)
          .where("refused_by IS NULL")
          .orderBy("left_id", "right_id")
          .collectAsList();
    }
  }

  private static List<String> names(List<Row> pairs) {
    return pairs.stream().map(pair -> pair.getString(0) + " " + pair.getString(1)).toList();
  }

  /** Returns twenty pictures, and copies of some of them. */
  private static List<Row> pictures() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RasterImage image = DrawnPictures.drawn(i);
      rows.add(row("p" + i, image));
      switch (i) {
        case 1 -> rows.add(row("a1", ImageEdits.gamma(image, 0.7)));
        case 2 -> rows.add(row("z2", ImageEdits.mirrored(image)));
        case 3 -> rows.add(row("z3", ImageEdits.centreCropped(image, 0.87)));
        case 4 -> rows.add(row("z4", ImageEdits.noisy(image, 6, new SplittableRandom(4))));
        default -> {}
      }
    }
    return rows;
  }

  @Test
  void findsCopiesByTheirHashesAndNamesThemInOrder() {
    List<Row> found = pairs(pictures(), 2, null);
    assertEquals(List.of("a1 p1", "p2 z2", "p3 z3", "p4 z4"), names(found));
    for (Row pair : found) {
      assertTrue(pair.getDouble(2) >= 0.9 && pair.getDouble(2) <= 1, pair.toString());
    }
    assertEquals(
        List.of("correlation", "mirrored", "correlation", "correlation"),
        found.stream().map(pair -> pair.getString(3)).toList());
  }

  @Test
  void embeddingsProposePairsThatHashesMiss() {
    RasterImage image = DrawnPictures.drawn(1);
    List<Row> thumbnails =
        List.of(
            row("a", image),
            row("b", ImageEdits.rotated(ImageEdits.cropped(image, 0.72, 0.2, 0.05), 5)),
            row("c", DrawnPictures.drawn(2)));
    assertEquals(List.of(), pairs(thumbnails, 1, null));
    List<Row> embeddings = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      float[] vector = {1, id.equals("c") ? -1 : 0};
      embeddings.add(RowFactory.create(id, UnitVector.of(vector).vector()));
    }
    assertEquals(
        List.of("a b"), names(pairs(thumbnails, 1, LocalSpark.rows(EMBEDDINGS, 1, embeddings))));
  }

  @Test
  void neitherPartitionsNorTheOrderOfRowsChangeABit() {
    List<Row> rows = pictures();
    List<Row> embeddings = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (Row row : rows) {
      float[] vector = new float[8];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (random.nextDouble() - 0.5);
      }
      embeddings.add(RowFactory.create(row.getString(0), UnitVector.of(vector).vector()));
    }
    List<Row> expected = pairs(rows, 1, LocalSpark.rows(EMBEDDINGS, 1, embeddings));
    for (int partitions : new int[] {7, 64}) {
      Collections.shuffle(rows, new Random(partitions));
      Collections.shuffle(embeddings, new Random(partitions + 1));
      assertEquals(
          expected, pairs(rows, partitions, LocalSpark.rows(EMBEDDINGS, partitions, embeddings)));
    }
  }

  @Test
  void blankAndTinyPicturesAreInNoPair() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(row("white" + i, DrawnPictures.blank(128, 128, 255)));
      rows.add(row("pixel" + i, DrawnPictures.blank(1, 1, 40 * i)));
      rows.add(row("line" + i, DrawnPictures.blank(4000, 1, 90)));
    }
    rows.add(row("picture", DrawnPictures.drawn(1)));
    List<Row> embeddings = new ArrayList<>();
    for (Row row : rows) {
      embeddings.add(RowFactory.create(row.getString(0), new float[] {1, 0}));
    }
    assertEquals(List.of(), pairs(rows, 2, LocalSpark.rows(EMBEDDINGS, 2, embeddings)));
  }

  @Test
  void manyCopiesOfOnePictureGiveFewCandidatesEach() {
    List<Row> rows = new ArrayList<>();
    RasterImage image = DrawnPictures.drawn(8);
    for (int i = 0; i < 200; i++) {
      rows.add(row(String.format("%03d", i), image));
    }
    try (NearImages near = new NearImages(NearImageOptions.defaults(1), line -> {})) {
      List<Row> candidates =
          near.candidates(LocalSpark.rows(THUMBNAILS, 4, rows), null).collectAsList();
      // Each picture is compared with the first and with the one before. Views of the crops are
      // near to each other, so they give the same pairs again.
      assertTrue(candidates.size() <= 4 * rows.size(), "candidates " + candidates.size());
      Components components = new Components();
      candidates.forEach(pair -> components.join(pair.getString(0), pair.getString(1)));
      assertEquals(
          new TreeSet<>(List.of("000")),
          rows.stream()
              .map(row -> components.of(row.getString(0)))
              .collect(Collectors.toCollection(TreeSet::new)));
      assertEquals(0, near.crowdedHashes());
    }
  }

  @Test
  void bytesThatAreNoImageAreNamed() {
    Exception e =
        assertThrows(
            Exception.class,
            () -> pairs(List.of(RowFactory.create("broken", new byte[] {1, 2})), 1, null));
    String text = e.getMessage() + " " + e.getCause();
    assertTrue(text.contains("thumbnail of broken must be an image, "), text);
    assertTrue(text.contains("; ingest it again"), text);
  }

  @Test
  void optionsOutsideOfTheirRangesAreRefused() {
    assertEquals(
        "hammingRadius must be in 0 to 64 of 128 bits, got 65",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NearImageOptions(65, 0.9, 5, 4, Set.of(), 1))
            .getMessage());
    assertEquals(
        "correlation must be in (0, 1], got NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NearImageOptions(20, Double.NaN, 5, 4, Set.of(), 1))
            .getMessage());
    assertEquals(
        "neighbours and probes must be at least 1, got 0 and 4",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NearImageOptions(20, 0.9, 0, 4, Set.of(), 1))
            .getMessage());
  }
}
