package dev.winnow.jobs.report.section;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pictures as {@code data:} URIs that together stay within a number of bytes: all are made smaller
 * until they do, and at the smallest size those with the highest ids are left out.
 */
final class Pictures {

  /** Longest side in pixels, by which the pictures are tried. */
  private static final int[] SIDES = {112, 96, 80, 64, 48, 32};

  private static final String BEGINNING = "data:image/jpeg;base64,";
  private static final long MOST_BYTES = 1 << 20;
  private static final long MOST_PIXELS = 1 << 20;

  private final TreeMap<String, String> uris = new TreeMap<>();

  /**
   * @param thumbnails JPEG files by id
   * @param budget characters of all URIs together
   */
  Pictures(Map<String, byte[]> thumbnails, long budget) {
    ImageDecoder decoder = new ImageDecoder(MOST_BYTES, MOST_PIXELS);
    Map<String, RasterImage> images = new TreeMap<>();
    thumbnails.forEach(
        (id, bytes) -> {
          try {
            images.put(id, decoder.decode(bytes));
          } catch (ImageRejected e) {
            // The row is shown without its picture.
            images.remove(id);
          }
        });
    for (int side : SIDES) {
      uris.clear();
      images.forEach((id, image) -> uris.put(id, uri(image, side)));
      if (length() <= budget) {
        return;
      }
    }
    while (length() > budget) {
      uris.pollLastEntry();
    }
  }

  private long length() {
    return uris.values().stream().mapToLong(String::length).sum();
  }

  private static String uri(RasterImage image, int side) {
    return BEGINNING + Base64.getEncoder().encodeToString(Thumbnails.jpeg(image, side));
  }

  /** Returns the picture of a row; null for none. */
  String of(String id) {
    return uris.get(id);
  }
}
