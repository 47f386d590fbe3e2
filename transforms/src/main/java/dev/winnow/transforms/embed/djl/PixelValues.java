package dev.winnow.transforms.embed.djl;

/**
 * Scaling and normalisation of a sample v of 8 bits: (v factor + offset - mean) / std.
 *
 * @param mean three means
 * @param std three standard deviations
 */
record PixelValues(double factor, double offset, double[] mean, double[] std) {

  static PixelValues of(ProcessorConfig config) {
    ImageProcessor processor = config.processor();
    double factor = config.positive("rescale_factor", 1.0 / 255, Double.MAX_VALUE);
    double[] mean = config.three("image_mean", processor.mean(), false);
    double[] std = config.three("image_std", processor.std(), true);
    boolean scales = config.flag("do_rescale", true);
    boolean normalises =
        config.flag(
            "do_normalize",
            processor.normalises() || config.has("image_mean") || config.has("image_std"));
    boolean shifts = config.flag("rescale_offset", false) && scales;
    // EfficientNet divides once more by the deviations, if the classifying layers are included.
    boolean again = config.flag("include_top", true) && processor == ImageProcessor.EFFICIENTNET;
    double[] divisors = new double[3];
    for (int c = 0; c < 3; c++) {
      divisors[c] = (normalises ? std[c] : 1) * (again ? std[c] : 1);
    }
    return new PixelValues(
        scales ? factor : 1, shifts ? -1 : 0, normalises ? mean : new double[3], divisors);
  }

  float of(int sample, int channel) {
    return (float) ((sample * factor + offset - mean[channel]) / std[channel]);
  }
}
