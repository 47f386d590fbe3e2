package dev.winnow.transforms.embed.djl;

import dev.winnow.transforms.image.Resampler.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Image processor class of Hugging Face's transformers, with the values that stand for keys which a
 * preprocessor_config.json lacks. They are those of transformers 5.
 */
enum ImageProcessor {
  /** No class is named: the values of the base class. */
  UNNAMED("", Sizes.SQUARE, 0, Filter.BILINEAR, 0, null, null),
  BEIT("BeitImageProcessor", Sizes.SQUARE, 224, Filter.BICUBIC, -224, Colours.HALF, Colours.HALF),
  BIT(
      "BitImageProcessor",
      Sizes.EDGE,
      224,
      Filter.BICUBIC,
      224,
      Colours.CLIP_MEAN,
      Colours.CLIP_STD),
  CLIP(
      "CLIPImageProcessor",
      Sizes.EDGE,
      224,
      Filter.BICUBIC,
      224,
      Colours.CLIP_MEAN,
      Colours.CLIP_STD),
  CONVNEXT(
      "ConvNextImageProcessor", Sizes.EDGE, 384, Filter.BICUBIC, 0, Colours.HALF, Colours.HALF),
  DEIT("DeiTImageProcessor", Sizes.SQUARE, 256, Filter.BICUBIC, 224, Colours.HALF, Colours.HALF),
  EFFICIENTNET(
      "EfficientNetImageProcessor",
      Sizes.SQUARE,
      346,
      Filter.BICUBIC,
      -289,
      Colours.HALF,
      Colours.HALF),
  MOBILENET_V1(
      "MobileNetV1ImageProcessor",
      Sizes.EDGE,
      256,
      Filter.BILINEAR,
      224,
      Colours.HALF,
      Colours.HALF),
  MOBILENET_V2(
      "MobileNetV2ImageProcessor",
      Sizes.EDGE,
      256,
      Filter.BILINEAR,
      224,
      Colours.HALF,
      Colours.HALF),
  SIGLIP(
      "SiglipImageProcessor", Sizes.MAP_ONLY, 224, Filter.BICUBIC, 0, Colours.HALF, Colours.HALF),
  VIT("ViTImageProcessor", Sizes.SQUARE, 224, Filter.BILINEAR, 0, Colours.HALF, Colours.HALF);

  /** Reading of a {@code size} that is one number. */
  enum Sizes {
    /** Width and height. */
    SQUARE,
    /** Length of the shorter side. */
    EDGE,
    /** Not understood, because versions of transformers differ. The default is a square. */
    MAP_ONLY
  }

  /** Means and standard deviations of channels in [0, 1]. */
  private static final class Colours {
    private static final double[] HALF = {0.5, 0.5, 0.5};
    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] CLIP_STD = {0.26862954, 0.26130258, 0.27577711};
  }

  private static final List<String> COMMON =
      List.of(
          "do_resize",
          "size",
          "default_to_square",
          "resample",
          "do_center_crop",
          "crop_size",
          "do_rescale",
          "rescale_factor",
          "do_normalize",
          "image_mean",
          "image_std");

  private final String className;
  private final Sizes sizes;
  private final int size;
  private final Filter filter;
  private final int crop;
  private final double[] mean;
  private final double[] std;

  /**
   * @param size default size in pixels, read as {@code sizes} says; 0 for that of the model
   * @param crop default side of the centre crop; negative if there is no crop by default, but one
   *     that is asked for has this side; 0 if there is neither
   * @param mean default means; null for no normalisation
   */
  ImageProcessor(
      String className,
      Sizes sizes,
      int size,
      Filter filter,
      int crop,
      double[] mean,
      double[] std) {
    this.className = className;
    this.sizes = sizes;
    this.size = size;
    this.filter = filter;
    this.crop = crop;
    this.mean = mean;
    this.std = std;
  }

  /**
   * Finds a class by its name: with Fast or Pil at its end, or as the FeatureExtractor of earlier
   * versions. Null if it is not known.
   */
  static ImageProcessor of(String name) {
    String plain =
        name.replaceFirst("(Fast|Pil)$", "").replaceFirst("FeatureExtractor$", "ImageProcessor");
    return Arrays.stream(values())
        .filter(known -> known != UNNAMED && known.className.equals(plain))
        .findFirst()
        .orElse(null);
  }

  /** Returns the names of the known classes, for messages. */
  static String names() {
    return Arrays.stream(values())
        .filter(known -> known != UNNAMED)
        .map(known -> known.className)
        .collect(Collectors.joining(", "));
  }

  /** Returns the keys with which a config of this class changes tensors. */
  List<String> keys() {
    return switch (this) {
      case CONVNEXT -> with("crop_pct");
      case EFFICIENTNET -> with("rescale_offset", "include_top");
      default -> COMMON;
    };
  }

  private static List<String> with(String... further) {
    return Stream.concat(COMMON.stream(), Arrays.stream(further)).toList();
  }

  /** Returns the name of the class; empty for none. */
  String className() {
    return className;
  }

  Sizes sizes() {
    return sizes;
  }

  /** Returns the default size; 0 for that of the model. */
  int size() {
    return size;
  }

  Filter filter() {
    return filter;
  }

  boolean crops() {
    return crop > 0;
  }

  /** Returns the default side of a crop; 0 for none. */
  int crop() {
    return Math.abs(crop);
  }

  boolean normalises() {
    return mean != null;
  }

  double[] mean() {
    return mean == null ? new double[3] : mean.clone();
  }

  double[] std() {
    return std == null ? new double[] {1, 1, 1} : std.clone();
  }
}
