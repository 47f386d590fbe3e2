package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extensions of images, by the first bytes of files. */
class ImageExtensionTest {

  @ParameterizedTest
  @CsvSource({
    "'\u00ff\u00d8\u00ff\u00e0', jpg",
    "'\u0089PNG', png",
    "'GIF89a', gif",
    "'BM1234\0\0\0\0\0\0\0\0\0', bmp",
    "'II*\0', tiff",
    "'MM\0*', tiff",
    "'RIFF1234WEBPVP8', webp",
    "'P5\n1 1 255\n', pgm",
    "'P6\n1 1 255\n', ppm",
    "'%PDF', bin",
    "'', bin",
    "'P', bin"
  })
  void theBytesDecide(String beginning, String extension) {
    assertEquals(extension, ImageHeader.extension(beginning.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
