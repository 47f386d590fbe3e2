/**
 * Images without Spark: decodes untrusted files to 8-bit pixels or refuses them with a code, and
 * resizes, digests and shrinks the pixels.
 *
 * <p>Read {@link dev.winnow.transforms.image.ImageDecoder} first; {@link
 * dev.winnow.transforms.image.RasterImage} is its result, and {@link
 * dev.winnow.transforms.image.ImageRejected} lists the codes.
 *
 * <p>This package may import the platform's image readers, TwelveMonkeys for WebP and
 * commons-codec, and {@code image.colour}. It imports no Spark and no other package of Winnow.
 */
package dev.winnow.transforms.image;
