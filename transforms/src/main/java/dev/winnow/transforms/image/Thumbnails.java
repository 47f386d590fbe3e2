package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes small JPEG pictures for galleries. */
public final class Thumbnails {

  private static final float QUALITY = 0.75f;

  /**
   * Returns a JPEG of quality 0.75 whose longer side has at most {@code maxSide} pixels; a small
   * image is never enlarged.
   */
  public static byte[] jpeg(RasterImage image, int maxSide) {
    int longer = Math.max(image.width(), image.height());
    RasterImage small = image;
    if (longer > maxSide) {
      small =
          Resampler.bilinear(
              image,
              Math.max(1, image.width() * maxSide / longer),
              Math.max(1, image.height() * maxSide / longer));
    }
    boolean grey = small.channels() == 1;
    BufferedImage picture =
        new BufferedImage(
            small.width(),
            small.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = picture.getRaster();
    int[] samples = new int[small.pixels().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = small.pixels()[i] & 0xff;
    }
    raster.setPixels(0, 0, small.width(), small.height(), samples);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private Thumbnails() {}
}
