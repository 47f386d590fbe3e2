package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;

/**
 * A picture that is compared with others. It keeps the size of the last comparison, because most
 * comparisons need the same one. For one thread. Memory: the picture, and up to 30 bytes a pixel.
 */
public final class ComparedPicture {

  private final RasterImage image;
  private SizedPicture last;

  public ComparedPicture(RasterImage image) {
    this.image = image;
  }

  public RasterImage image() {
    return image;
  }

  SizedPicture at(int width, int height) {
    if (last == null || last.image().width() != width || last.image().height() != height) {
      last = new SizedPicture(Resampler.bilinear(image, width, height));
    }
    return last;
  }
}
