package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.image.Resampler.Filter;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares filters with pixels that Pillow 12.3 computed. */
class ResamplerTest {

  private static final int[] LINE = {0, 10, 200, 30, 255, 60, 5, 90, 120, 180};

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(
            Filter.NEAREST,
            new int[] {10, 30, 5, 120},
            new int[] {0, 10, 10, 200, 200, 30, 255, 60, 60, 5, 90, 90, 120, 180, 180}),
        Arguments.of(
            Filter.LANCZOS,
            new int[] {41, 150, 60, 128},
            new int[] {4, 0, 44, 196, 106, 48, 233, 195, 28, 0, 44, 99, 113, 154, 185}),
        Arguments.of(
            Filter.BILINEAR,
            new int[] {51, 130, 72, 127},
            new int[] {0, 5, 42, 168, 115, 68, 217, 158, 51, 14, 48, 95, 115, 150, 180}),
        Arguments.of(
            Filter.BICUBIC,
            new int[] {45, 143, 63, 130},
            new int[] {0, 0, 35, 187, 113, 50, 237, 175, 41, 4, 42, 98, 114, 154, 184}),
        Arguments.of(
            Filter.BOX,
            new int[] {70, 143, 52, 150},
            new int[] {0, 10, 10, 200, 30, 30, 255, 60, 60, 5, 90, 90, 120, 180, 180}),
        Arguments.of(
            Filter.HAMMING,
            new int[] {39, 133, 49, 135},
            new int[] {0, 5, 16, 194, 115, 37, 248, 158, 58, 7, 48, 91, 119, 150, 180}));
  }

  private static RasterImage image(int width, int height, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return new RasterImage(width, height, 1, pixels);
  }

  private static int[] values(RasterImage image) {
    int[] values = new int[image.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.pixels()[i] & 0xff;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("filters")
  void rowsAndColumnsAreShrunkAndEnlargedAsByPillow(Filter filter, int[] small, int[] large) {
    RasterImage row = image(10, 1, LINE);
    assertArrayEquals(small, values(Resampler.resizeAndCrop(row, 4, 1, filter, 4, 1)));
    assertArrayEquals(large, values(Resampler.resizeAndCrop(row, 15, 1, filter, 15, 1)));
    RasterImage column = image(1, 10, LINE);
    assertArrayEquals(small, values(Resampler.resizeAndCrop(column, 1, 4, filter, 1, 4)));
    assertArrayEquals(large, values(Resampler.resizeAndCrop(column, 1, 15, filter, 1, 15)));
  }

  /** A product instead of Pillow's sum takes another pixel in 20 of the 224 columns. */
  @Test
  void theNearestPixelIsPillowsAlsoBetweenTwo() {
    int[] line = new int[640];
    for (int i = 0; i < line.length; i++) {
      line[i] = i * 7 % 251;
    }
    RasterImage image = image(640, 1, line);
    assertEquals(2247372238L, crc(Resampler.resizeAndCrop(image, 224, 1, Filter.NEAREST, 224, 1)));
  }

  /** Digests of pictures of 37 x 23 that were shrunk to 16 x 11 and enlarged to 50 x 40. */
  @ParameterizedTest
  @CsvSource({
    "NEAREST, 3231688956, 287732827",
    "LANCZOS, 3428011389, 2593402737",
    "BILINEAR, 2150553392, 1572639593",
    "BICUBIC, 1560563736, 1780621966",
    "BOX, 610741222, 287732827",
    "HAMMING, 4078854336, 766700830"
  })
  void picturesHaveTheBitsOfPillow(Filter filter, long small, long large) {
    byte[] pixels = new byte[37 * 23 * 3];
    for (int y = 0; y < 23; y++) {
      for (int x = 0; x < 37; x++) {
        int at = (y * 37 + x) * 3;
        pixels[at] = (byte) (x * x * 3 + y * 7);
        pixels[at + 1] = (byte) (x * 31 + y * y * 5);
        pixels[at + 2] = (byte) (x * y * 11);
      }
    }
    RasterImage image = new RasterImage(37, 23, 3, pixels);
    assertEquals(small, crc(Resampler.resizeAndCrop(image, 16, 11, filter, 16, 11)));
    assertEquals(large, crc(Resampler.resizeAndCrop(image, 50, 40, filter, 50, 40)));
  }

  private static long crc(RasterImage image) {
    CRC32 crc = new CRC32();
    crc.update(image.pixels());
    return crc.getValue();
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void theMiddleIsThatOfTheWholeResizedPicture(Filter filter) {
    byte[] pixels = new byte[37 * 23 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i * 31 >> 3);
    }
    RasterImage image = new RasterImage(37, 23, 3, pixels);
    int[][] sizes = {{16, 11}, {50, 40}, {37, 40}, {50, 23}, {37, 23}, {5, 60}};
    int[][] crops = {{7, 5}, {8, 6}, {60, 4}, {4, 70}, {37, 23}};
    for (int[] size : sizes) {
      RasterImage whole =
          Resampler.resizeAndCrop(image, size[0], size[1], filter, size[0], size[1]);
      for (int[] crop : crops) {
        RasterImage middle =
            Resampler.resizeAndCrop(image, size[0], size[1], filter, crop[0], crop[1]);
        assertArrayEquals(Resampler.centerCrop(whole, crop[0], crop[1]).pixels(), middle.pixels());
      }
    }
  }
}
