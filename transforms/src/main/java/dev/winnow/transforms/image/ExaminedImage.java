package dev.winnow.transforms.image;

/**
 * A decoded file with the facts by which it is compared with others.
 *
 * @param image first picture, upright, 8 bits, over an opaque ground
 * @param pixelsSha256 hex digest of all samples of all pictures of the file ({@link PixelDigest})
 * @param orientation Exif orientation of the file, 1 to 8; 1 without one
 * @param rangeScaled true if the first picture has more than 8 bits and its samples use only a part
 *     of them, by which it was decoded
 */
public record ExaminedImage(
    RasterImage image, String pixelsSha256, int orientation, boolean rangeScaled) {}
