package dev.winnow.transforms.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The one reader of each format, whatever else is registered. A library on the class path can put
 * its own JPEG or PNG reader before the platform's; pixels, and with them embeddings, would differ
 * by a grey level or more from one class path to the next.
 */
final class ImageReaders {

  /**
   * A new reader, which the caller disposes of.
   *
   * @param format jpeg, png, gif, bmp or tiff for the platform's reader, webp for the only other
   * @throws IllegalStateException when the platform has no reader of the format
   */
  static ImageReader of(String format) throws IOException {
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
    throw new IllegalStateException("this JVM has no reader of its own for " + format);
  }

  private ImageReaders() {}
}
