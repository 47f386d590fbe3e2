package dev.winnow.transforms.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Creates a fixed reader for each format, regardless of other registered readers. A library on the
 * class path can register its JPEG or PNG reader before the platform's. Then pixels, and with them
 * embeddings, would differ by a grey level or more between class paths.
 */
final class ImageReaders {

  /**
   * Creates a reader, which the caller must dispose of.
   *
   * @param format jpeg, png, gif, bmp or tiff for the platform's reader, webp for the reader of
   *     TwelveMonkeys
   * @throws IllegalStateException if the platform has no reader of the format
   */
  static ImageReader create(String format) throws IOException {
    if (format.equals("webp")) {
      return new WebPImageReaderSpi().createReaderInstance();
    }
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getPluginClassName().startsWith("com.sun.imageio.plugins.")
          && Arrays.asList(provider.getFormatNames()).contains(format)) {
        return provider.createReaderInstance();
      }
    }
    throw new IllegalStateException("this JVM has no built-in reader for " + format);
  }

  private ImageReaders() {}
}
