package dev.winnow.jobs.why;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Words for what differs between a row and its witness. */
class DifferencesTest {

  /** A picture without symmetry: a bright bar at the left, a grey corner at the top right. */
  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 14, 40);
    pen.setColor(Color.GRAY);
    pen.fillRect(40, 0, 20, 9);
    pen.dispose();
    return picture;
  }

  private static BufferedImage mirrored(BufferedImage picture) {
    BufferedImage other =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        other.setRGB(picture.getWidth() - 1 - x, y, picture.getRGB(x, y));
      }
    }
    return other;
  }

  /** Turns right by 90 degrees. */
  private static BufferedImage turned(BufferedImage picture) {
    BufferedImage other =
        new BufferedImage(picture.getHeight(), picture.getWidth(), BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        other.setRGB(picture.getHeight() - 1 - y, x, picture.getRGB(x, y));
      }
    }
    return other;
  }

  private static Map<String, Object> thumbnail(BufferedImage picture, boolean grey)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", bytes);
    return Map.of("thumbnail", bytes.toByteArray(), "is_grey", grey);
  }

  private static Map<String, Object> size(int width, int height) {
    return Map.of("width", width, "height", height);
  }

  @Test
  void aMirroredSmallerGreyCopyIsCalledSo() throws IOException {
    assertEquals(
        List.of("mirrored", "smaller", "grey"),
        PictureDifference.of(
            size(300, 200),
            size(600, 400),
            thumbnail(mirrored(picture()), true),
            thumbnail(picture(), false)));
  }

  @Test
  void aTurnedCopyIsNeitherNarrowerNorWider() throws IOException {
    assertEquals(
        List.of("turned right by 90 degrees"),
        PictureDifference.of(
            size(400, 600),
            size(600, 400),
            thumbnail(turned(picture()), false),
            thumbnail(picture(), false)));
  }

  @Test
  void theSamePictureHasNoDifferenceAndABrokenThumbnailCostsNothing() throws IOException {
    Map<String, Object> whole = thumbnail(picture(), false);
    assertEquals(List.of(), PictureDifference.of(size(600, 400), size(600, 400), whole, whole));
    assertEquals(
        List.of("larger", "wider"),
        PictureDifference.of(
            size(900, 400), size(600, 400), Map.of("thumbnail", new byte[] {1, 2}), whole));
  }

  @Test
  void textsDifferByLengthAndByTheirFirstWord() {
    assertEquals(List.of(), TextDifference.of("a b", "a b"));
    assertEquals(List.of("white space differs"), TextDifference.of("a  b", "a b"));
    assertEquals(
        List.of("first difference at word 2, \"cat\" instead of \"dog\""),
        TextDifference.of("a cat", "a dog"));
    assertEquals(
        List.of("shorter by 1 word", "first difference at word 2, the end instead of \"dog\""),
        TextDifference.of("a", "a dog"));
    assertEquals(
        List.of("case or punctuation differs, first at word 1, \"A\" instead of \"a,\""),
        TextDifference.of("A dog", "a, dog"));
  }

  @Test
  void pagesHaveNamesThatNoIdCanLeaveTheFolderWith() {
    assertEquals("t42.html", WhyPage.fileName("t42"));
    for (String id : List.of("../../etc/passwd", "..", "a b", "x".repeat(400))) {
      String name = WhyPage.fileName(id);
      assertTrue(name.matches("id-[A-Za-z0-9._-]{1,95}\\.html"), name);
    }
    assertFalse(WhyPage.fileName("a/b").equals(WhyPage.fileName("a_b")));
    assertEquals("&lt;script&gt;&quot;&#39;&amp;", WhyPage.escaped("<script>\"'&"));
  }
}
