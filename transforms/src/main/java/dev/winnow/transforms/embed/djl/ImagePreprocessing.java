package dev.winnow.transforms.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Steps that turn an image into a tensor: resize, crop the centre, scale, normalise and lay out.
 * They follow a preprocessor_config.json of Hugging Face.
 *
 * @param width width of the resized image; 0 with {@code shortestEdge}
 * @param height height of the resized image; 0 with {@code shortestEdge}
 * @param shortestEdge shorter side of the resized image; 0 with {@code width} and {@code height}
 * @param cropWidth width of the crop; 0 for no crop
 * @param cropHeight height of the crop; 0 for no crop
 * @param filter filter of the resizing
 * @param factor factor of the scaling
 * @param mean three means
 * @param std three standard deviations
 * @param channelsFirst true for NCHW, false for NHWC
 * @param reversed true for blue first
 */
record ImagePreprocessing(
    int width,
    int height,
    int shortestEdge,
    int cropWidth,
    int cropHeight,
    Resampler.Filter filter,
    double factor,
    double[] mean,
    double[] std,
    boolean channelsFirst,
    boolean reversed) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the file beside the model, if it exists, and applies the overrides.
   *
   * @param height height of the model's input, for a model without a file; -1 if any height is
   *     allowed
   * @param width width of the model's input, likewise
   */
  static ImagePreprocessing read(Path file, Map<String, Object> overrides, int height, int width) {
    ObjectNode config = JSON.createObjectNode();
    if (Files.exists(file)) {
      try {
        JsonNode read = JSON.readTree(file.toFile());
        if (!(read instanceof ObjectNode object)) {
          throw new IllegalArgumentException("preprocessor_config.json must hold an object");
        }
        config = object;
      } catch (IOException e) {
        throw new UncheckedIOException("preprocessor_config.json is not JSON", e);
      }
    }
    ObjectNode merged = config;
    overrides.forEach((key, value) -> merged.set(key, JSON.valueToTree(value)));
    return of(merged, height, width);
  }

  private static ImagePreprocessing of(ObjectNode config, int modelHeight, int modelWidth) {
    JsonNode size = config.path("size");
    int edge = size.path("shortest_edge").asInt(0);
    int height = size.isInt() ? size.asInt() : size.path("height").asInt(0);
    int width = size.isInt() ? size.asInt() : size.path("width").asInt(0);
    if (edge == 0 && (height == 0 || width == 0)) {
      height = modelHeight;
      width = modelWidth;
    }
    if (edge == 0 && (height < 1 || width < 1)) {
      throw new IllegalArgumentException(
          "preprocessing.size must be given, the model takes images of any size");
    }
    boolean crops = config.path("do_center_crop").asBoolean(config.has("crop_size"));
    JsonNode crop = config.path("crop_size");
    int cropHeight = !crops ? 0 : crop.isInt() ? crop.asInt() : crop.path("height").asInt(height);
    int cropWidth = !crops ? 0 : crop.isInt() ? crop.asInt() : crop.path("width").asInt(width);
    boolean scales = config.path("do_rescale").asBoolean(true);
    boolean normalises = config.path("do_normalize").asBoolean(config.has("image_mean"));
    String layout = config.path("layout").asText("nchw");
    String order = config.path("channel_order").asText("rgb");
    return new ImagePreprocessing(
        edge > 0 ? 0 : width,
        edge > 0 ? 0 : height,
        edge,
        cropWidth,
        cropHeight,
        filter(config.path("resample")),
        scales ? config.path("rescale_factor").asDouble(1.0 / 255) : 1,
        three(normalises ? config.path("image_mean") : JSON.nullNode(), 0),
        three(normalises ? config.path("image_std") : JSON.nullNode(), 1),
        layout.equals("nchw"),
        order.equals("bgr"));
  }

  private static Resampler.Filter filter(JsonNode resample) {
    String name = resample.isMissingNode() || resample.isNull() ? "2" : resample.asText();
    return switch (name) {
      case "2", "bilinear" -> Resampler.Filter.BILINEAR;
      case "3", "bicubic" -> Resampler.Filter.BICUBIC;
      default ->
          throw new IllegalArgumentException(
              "resample must be 2 (bilinear) or 3 (bicubic), got " + name);
    };
  }

  private static double[] three(JsonNode values, double otherwise) {
    double[] three = {otherwise, otherwise, otherwise};
    if (values.isArray()) {
      if (values.size() != 3) {
        throw new IllegalArgumentException(
            "image_mean and image_std must hold three numbers, got " + values.size());
      }
      for (int i = 0; i < 3; i++) {
        three[i] = values.get(i).asDouble();
      }
    }
    return three;
  }

  int tensorWidth() {
    return cropWidth > 0 ? cropWidth : shortestEdge > 0 ? shortestEdge : width;
  }

  int tensorHeight() {
    return cropHeight > 0 ? cropHeight : shortestEdge > 0 ? shortestEdge : height;
  }

  /** Returns the number of floats of one image. */
  int length() {
    return 3 * tensorWidth() * tensorHeight();
  }

  /** Writes the tensor of an image, beginning at {@code start}. */
  void write(RasterImage image, float[] into, int start) {
    RasterImage sized =
        shortestEdge > 0
            ? Resampler.shortestEdge(image, shortestEdge, filter)
            : Resampler.resize(image, width, height, filter);
    sized = Resampler.centerCrop(sized, tensorWidth(), tensorHeight());
    int n = tensorWidth() * tensorHeight();
    byte[] pixels = sized.pixels();
    int channels = sized.channels();
    float[] values = new float[256];
    for (int c = 0; c < 3; c++) {
      // A table, because a sample has only 256 values.
      for (int v = 0; v < values.length; v++) {
        values[v] = (float) ((v * factor - mean[c]) / std[c]);
      }
      int from = channels == 1 ? 0 : reversed ? 2 - c : c;
      int at = start + (channelsFirst ? c * n : c);
      int step = channelsFirst ? 1 : 3;
      for (int i = 0; i < n; i++) {
        into[at + i * step] = values[pixels[i * channels + from] & 0xff];
      }
    }
  }
}
