package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Pictures that look alike from afar. All pairs are proposed, because all vectors are equal. */
class ImageEvidenceTest {

  private static final StructType THUMBNAILS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("thumbnail", DataTypes.BinaryType, false);
  private static final StructType EMBEDDINGS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final Map<String, RasterImage> pictures = new TreeMap<>();

  private List<Row> pairs(Set<Invariance> invariances) {
    List<Row> thumbnails = new ArrayList<>();
    List<Row> embeddings = new ArrayList<>();
    pictures.forEach(
        (id, picture) -> {
          thumbnails.add(RowFactory.create(id, Thumbnails.jpeg(picture, 160)));
          embeddings.add(RowFactory.create(id, new float[] {1, 0}));
        });
    NearImageOptions options = new NearImageOptions(20, 0.9, 20, 4, invariances, 1);
    try (NearImages near = new NearImages(options, line -> {})) {
      return near.apply(
              LocalSpark.rows(THUMBNAILS, 2, thumbnails),
              LocalSpark.rows(EMBEDDINGS, 2, embeddings))
          .orderBy("left_id", "right_id")
          .collectAsList();
    }
  }

  /** Returns "left right rule" for each copy. */
  private List<String> copies(Set<Invariance> invariances) {
    return pairs(invariances).stream()
        .filter(pair -> pair.isNullAt(4))
        .map(pair -> pair.getString(0) + " " + pair.getString(1) + " " + pair.getString(3))
        .toList();
  }

  private static Set<Invariance> all() {
    return EnumSet.allOf(Invariance.class);
  }

  @Test
  void pagesWithOtherWordsAreNoCopiesAndSayThatDetailRefusedThem() {
    for (int i = 0; i < 6; i++) {
      pictures.put("page" + i, SparsePictures.page(i));
    }
    List<Row> pairs = pairs(all());
    assertEquals(List.of(), copies(all()));
    assertTrue(
        pairs.stream().anyMatch(pair -> "detail".equals(pair.getString(4))), pairs.toString());
  }

  @Test
  void oneShapeInColoursOfEqualLightIsAnotherPictureInEach() {
    int[][] colours = {
      {166, 25, 25}, {24, 111, 24}, {33, 66, 255}, {120, 60, 60}, {78, 78, 78}, {0, 93, 206}
    };
    for (int[] colour : colours) {
      pictures.put("sign" + colour[0], SparsePictures.sign(colour[0], colour[1], colour[2]));
    }
    List<Row> pairs = pairs(all());
    assertEquals(15, pairs.size());
    for (Row pair : pairs) {
      assertEquals("colour", pair.getString(4), pair.toString());
    }
  }

  @Test
  void greyAndLighterAndWarmerCopiesOfAPhotographAreCopies() {
    RasterImage photograph = DrawnPictures.drawn(1);
    pictures.put("a", photograph);
    pictures.put("grey", ImageEdits.grey(photograph));
    pictures.put("light", ImageEdits.gamma(photograph, 0.6));
    byte[] warm = photograph.pixels().clone();
    for (int i = 0; i < warm.length; i += 3) {
      warm[i] = (byte) Math.min(255, (warm[i] & 0xff) * 1.15);
      warm[i + 2] = (byte) ((warm[i + 2] & 0xff) * 0.85);
    }
    pictures.put("warm", new RasterImage(128, 128, 3, warm));
    pictures.put("other", DrawnPictures.drawn(2));
    List<String> copies = copies(all());
    for (String copy : List.of("grey", "light", "warm")) {
      assertTrue(copies.contains("a " + copy + " correlation"), copies.toString());
    }
    assertTrue(copies.stream().noneMatch(pair -> pair.contains("other")), copies.toString());
  }

  @Test
  void aPhotographInOtherColoursOfEqualLightIsNoCopy() {
    RasterImage photograph = DrawnPictures.drawn(3);
    byte[] exchanged = photograph.pixels().clone();
    for (int i = 0; i < exchanged.length; i += 3) {
      // The colour turns to the opposite, and its light stays.
      double luma =
          0.299 * (exchanged[i] & 0xff)
              + 0.587 * (exchanged[i + 1] & 0xff)
              + 0.114 * (exchanged[i + 2] & 0xff);
      for (int c = 0; c < 3; c++) {
        exchanged[i + c] = (byte) Math.max(0, Math.min(255, 2 * luma - (exchanged[i + c] & 0xff)));
      }
    }
    pictures.put("a", photograph);
    pictures.put("b", new RasterImage(128, 128, 3, exchanged));
    List<Row> pairs = pairs(all());
    assertEquals(1, pairs.size());
    assertEquals("colour", pairs.get(0).getString(4));
  }

  @Test
  void anArrowAndItsMirrorImageArePairedByTheRuleOfMirrorsOnly() {
    for (int i = 0; i < 4; i++) {
      pictures.put("left" + i, SparsePictures.arrow(i));
      pictures.put("right" + i, ImageEdits.mirrored(SparsePictures.arrow(i)));
    }
    assertEquals(
        List.of(
            "left0 right0 mirrored",
            "left1 right1 mirrored",
            "left2 right2 mirrored",
            "left3 right3 mirrored"),
        copies(all()));
    assertEquals(List.of(), copies(EnumSet.of(Invariance.ROTATE, Invariance.CROP)));
  }

  @Test
  void eachInvarianceCanBeSwitchedOff() {
    RasterImage photograph = DrawnPictures.drawn(4);
    pictures.put("a", photograph);
    pictures.put("crop", ImageEdits.centreCropped(photograph, 0.75));
    pictures.put("jpeg", ImageEdits.noisy(photograph, 4, new SplittableRandom(1)));
    pictures.put("mirror", ImageEdits.mirrored(photograph));
    pictures.put("turn", ImageEdits.rotated(photograph, 6));
    assertEquals(List.of("a jpeg correlation"), copies(Set.of()));
    assertEquals(
        List.of("a jpeg correlation", "a mirror mirrored", "jpeg mirror mirrored"),
        copies(Set.of(Invariance.MIRROR)));
    assertEquals(
        List.of("a jpeg correlation", "a turn rotated", "jpeg turn rotated"),
        copies(Set.of(Invariance.ROTATE)));
    assertEquals(
        List.of("a crop correlation", "a jpeg correlation", "crop jpeg correlation"),
        copies(Set.of(Invariance.CROP)));
  }

  @Test
  void theThresholdFallsWithTheSmallerSideFrom64To32Pixels() {
    NearImageOptions options = NearImageOptions.defaults(1);
    assertEquals(0.9, options.threshold(500), 1e-12);
    assertEquals(0.9, options.threshold(64), 1e-12);
    assertEquals(0.875, options.threshold(48), 1e-12);
    assertEquals(0.85, options.threshold(32), 1e-12);
    assertEquals(0.85, options.threshold(28), 1e-12);
    assertEquals(0.95, new NearImageOptions(20, 1, 5, 4, Set.of(), 1).threshold(32), 1e-12);
  }
}
