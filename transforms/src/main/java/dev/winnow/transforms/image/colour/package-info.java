/**
 * Colour profiles in image files: decides whether samples may be converted by them.
 *
 * <p>Read {@link dev.winnow.transforms.image.colour.ColourProfile} first.
 *
 * <p>This package may import the platform's colour management and commons-codec, and no other
 * package of Winnow.
 */
package dev.winnow.transforms.image.colour;
