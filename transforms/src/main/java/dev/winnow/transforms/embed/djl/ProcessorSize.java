package dev.winnow.transforms.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.djl.ImageProcessor.Sizes;
import java.util.Iterator;
import java.util.Set;

/**
 * Value of {@code size} or {@code crop_size}.
 *
 * @param width width in pixels; 0 with {@code edge}
 * @param height height in pixels; 0 with {@code edge}
 * @param edge length of the shorter side in pixels; 0 with width and height
 */
record ProcessorSize(int width, int height, int edge) {

  private static final String FORMS =
      "write a whole number, {\"shortest_edge\": n} or {\"height\": n, \"width\": n}";

  static ProcessorSize square(int side) {
    return new ProcessorSize(side, side, 0);
  }

  static ProcessorSize edge(int edge) {
    return new ProcessorSize(0, 0, edge);
  }

  boolean isEdge() {
    return edge > 0;
  }

  /** Reads {@code size}; null if neither the config nor its class gives one. */
  static ProcessorSize size(ProcessorConfig config) {
    ImageProcessor processor = config.processor();
    if (!config.has("size")) {
      return processor.size() == 0
          ? null
          : processor.sizes() == Sizes.EDGE ? edge(processor.size()) : square(processor.size());
    }
    boolean number = config.get("size").isNumber();
    if (number && processor.sizes() == Sizes.MAP_ONLY && !config.has("default_to_square")) {
      throw config.refusal(
          "size",
          "must be an object for " + processor.className(),
          "versions of transformers read a number differently; "
              + "write {\"height\": n, \"width\": n}");
    }
    boolean square = config.flag("default_to_square", processor.sizes() != Sizes.EDGE);
    ProcessorSize size = read(config, "size", square);
    if (processor == ImageProcessor.CONVNEXT && !size.isEdge() && !config.isOverridden("size")) {
      throw config.refusal(
          "size",
          "must be a whole number or shortest_edge for " + processor.className(),
          "for a plain resize, set embed.preprocessing.size");
    }
    return size;
  }

  /**
   * Reads {@code crop_size}; null if nothing is cropped.
   *
   * @param otherwise value of an absent key; null if the key must be given
   */
  static ProcessorSize crop(ProcessorConfig config, ProcessorSize otherwise, boolean crops) {
    if (!config.has("crop_size")) {
      if (otherwise == null) {
        throw config.refusal(
            "crop_size", "must be given if do_center_crop is true", "set do_center_crop to false");
      }
      return otherwise;
    }
    ProcessorSize crop = read(config, "crop_size", true);
    if (crop.isEdge()) {
      throw config.refusal(
          "crop_size", "must be a whole number or have height and width", "a crop has both sides");
    }
    return crops ? crop : null;
  }

  private static ProcessorSize read(ProcessorConfig config, String key, boolean square) {
    JsonNode value = config.get(key);
    if (value.isArray() && value.size() == 2) {
      // Height first, as transformers reads a list.
      return new ProcessorSize(
          pixels(config, key, value.get(1)), pixels(config, key, value.get(0)), 0);
    }
    if (!value.isObject()) {
      int pixels = pixels(config, key, value);
      return square ? square(pixels) : edge(pixels);
    }
    Set<String> known =
        value.has("shortest_edge") ? Set.of("shortest_edge") : Set.of("height", "width");
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw config.refusal(key, "must not have " + name, FORMS);
      }
    }
    return value.has("shortest_edge")
        ? edge(pixels(config, key, value.get("shortest_edge")))
        : new ProcessorSize(
            pixels(config, key, value.path("width")), pixels(config, key, value.path("height")), 0);
  }

  private static int pixels(ProcessorConfig config, String key, JsonNode number) {
    boolean whole = number.isIntegralNumber() && number.canConvertToInt();
    if (!whole || number.asInt() < 1 || number.asInt() > ProcessorConfig.MOST) {
      throw config.refusal(
          key, "must be of whole numbers from 1 to " + ProcessorConfig.MOST, FORMS);
    }
    return number.asInt();
  }
}
