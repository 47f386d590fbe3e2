package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.RasterImage;
import java.util.Objects;

/** Input of an encoder for one example: a text or a decoded image; the other one is null. */
public record EncoderInput(String text, RasterImage image) {

  public EncoderInput {
    if ((text == null) == (image == null)) {
      throw new IllegalArgumentException("exactly one of text and image must be given");
    }
  }

  public static EncoderInput of(String text) {
    return new EncoderInput(Objects.requireNonNull(text, "text"), null);
  }

  public static EncoderInput of(RasterImage image) {
    return new EncoderInput(null, Objects.requireNonNull(image, "image"));
  }
}
