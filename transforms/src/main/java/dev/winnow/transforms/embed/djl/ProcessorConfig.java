package dev.winnow.transforms.embed.djl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys of a preprocessor_config.json with the overrides of a recipe. A key, a value or a class that
 * is not understood is refused, because an image that is prepared otherwise than its model expects
 * gets a wrong vector without any error.
 */
final class ProcessorConfig {

  /** Largest size in pixels. */
  static final int MOST = 8192;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int SHOWN = 100;

  /** Keys that change no tensor: decoded images are RGB in every case. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "_name_or_path",
          "_processor_class",
          "_valid_processor_keys",
          "device",
          "disable_grouping",
          "do_convert_rgb",
          "do_reduce_labels",
          "feature_extractor_type",
          "image_processor_type",
          "image_seq_length",
          "input_data_format",
          "model_input_names",
          "pad_size",
          "processor_class",
          "reduce_labels",
          "return_tensors",
          "transformers_version",
          "use_fast");

  /** Keys of Winnow's overrides, and keys of which only some values are understood. */
  private static final Set<String> FURTHER =
      Set.of("layout", "channel_order", "data_format", "do_pad", "size_divisor");

  private final ObjectNode keys;
  private final String file;
  private final Map<String, Object> overrides;
  private final ImageProcessor processor;

  private ProcessorConfig(ObjectNode keys, String file, Map<String, Object> overrides) {
    this.keys = keys;
    this.file = file;
    this.overrides = overrides;
    this.processor = readProcessor();
    checkKeys();
  }

  /**
   * Reads a config.
   *
   * @param file local file, which need not exist
   * @param shown name of the file in messages
   * @param overrides keys that replace those of the file
   * @throws ModelUnsupported if class or keys are not understood
   */
  static ProcessorConfig read(Path file, String shown, Map<String, Object> overrides) {
    ObjectNode keys = Files.exists(file) ? object(file, shown) : JSON.createObjectNode();
    overrides.forEach((key, value) -> keys.set(key, JSON.valueToTree(value)));
    return new ProcessorConfig(keys, shown, overrides);
  }

  private static ObjectNode object(Path file, String shown) {
    try {
      JsonNode read = JSON.readTree(Files.readAllBytes(file));
      if (read instanceof ObjectNode object) {
        return object;
      }
      throw new ModelUnsupported(
          shown
              + " must hold a JSON object, got "
              + (read.isMissingNode() ? "nothing" : shown(read))
              + "; save the processor again");
    } catch (JsonProcessingException e) {
      throw new ModelUnsupported(
          shown
              + " must be JSON, it is not"
              // Without a place, a limit of the reader was met, such as that of its depth.
              + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr())
              + "; save the processor again",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(shown + " can't be read", e);
    }
  }

  private ImageProcessor readProcessor() {
    String key = has("image_processor_type") ? "image_processor_type" : "feature_extractor_type";
    if (!has(key)) {
      return ImageProcessor.UNNAMED;
    }
    ImageProcessor known = keys.get(key).isTextual() ? ImageProcessor.of(text(key)) : null;
    if (known == null) {
      throw refusal(
          key,
          "must be a known class",
          "known are "
              + ImageProcessor.names()
              + ", also with Fast at the end or as FeatureExtractor");
    }
    return known;
  }

  private void checkKeys() {
    for (Iterator<String> names = keys.fieldNames(); names.hasNext(); ) {
      String key = names.next();
      if (!processor.keys().contains(key)
          && !WITHOUT_EFFECT.contains(key)
          && !FURTHER.contains(key)) {
        throw refusal(
            key,
            "is not understood"
                + (processor == ImageProcessor.UNNAMED
                    ? " without image_processor_type"
                    : " for " + processor.className()),
            "understood are "
                + String.join(", ", processor.keys())
                + "; without effect are "
                + String.join(", ", WITHOUT_EFFECT));
      }
    }
    if (flag("do_pad", false)) {
      throw refusal("do_pad", "must be false", "images are not padded to a common size");
    }
    if (has("size_divisor")) {
      throw refusal("size_divisor", "must be null", "sizes are not rounded to a multiple");
    }
    if (!word("data_format", "channels_first", "channels_first", "channels_last")
            .equals("channels_first")
        && !overrides.containsKey("layout")) {
      throw refusal(
          "data_format",
          "must be channels_first",
          "for a model of batch x height x width x 3, set embed.preprocessing.layout: nhwc");
    }
  }

  ImageProcessor processor() {
    return processor;
  }

  /** Returns true if a key has a value other than null; null stands for the default. */
  boolean has(String key) {
    return keys.hasNonNull(key);
  }

  boolean isOverridden(String key) {
    return overrides.get(key) != null;
  }

  JsonNode get(String key) {
    return keys.get(key);
  }

  private String text(String key) {
    return keys.get(key).asText();
  }

  boolean flag(String key, boolean otherwise) {
    if (has(key) && !keys.get(key).isBoolean()) {
      throw refusal(key, "must be true or false", "other values have no meaning here");
    }
    return has(key) ? keys.get(key).asBoolean() : otherwise;
  }

  String word(String key, String otherwise, String... words) {
    if (has(key) && !(keys.get(key).isTextual() && List.of(words).contains(text(key)))) {
      throw refusal(key, "must be " + String.join(" or ", words), "other words have no meaning");
    }
    return has(key) ? text(key) : otherwise;
  }

  /**
   * Returns a number above 0.
   *
   * @param most largest number
   */
  double positive(String key, double otherwise, double most) {
    if (!has(key)) {
      return otherwise;
    }
    double value = keys.get(key).asDouble();
    if (!keys.get(key).isNumber() || !(value > 0 && value <= most)) {
      throw refusal(
          key,
          "must be a number above 0"
              + (most < Double.MAX_VALUE ? " and at most " + (int) most : ""),
          "remove the key for the default " + otherwise);
    }
    return value;
  }

  /**
   * Returns three numbers, from three or from one for all channels.
   *
   * @param positive true if they must be above 0
   */
  double[] three(String key, double[] otherwise, boolean positive) {
    if (!has(key)) {
      return otherwise;
    }
    JsonNode value = keys.get(key);
    double[] three = new double[3];
    boolean good = value.isNumber() || value.isArray() && value.size() == 3;
    for (int i = 0; good && i < 3; i++) {
      JsonNode number = value.isArray() ? value.get(i) : value;
      three[i] = number.asDouble();
      good = number.isNumber() && Double.isFinite(three[i]) && (!positive || three[i] > 0);
    }
    if (!good) {
      throw refusal(
          key,
          "must be a number or three numbers" + (positive ? " above 0" : ""),
          "give one for each of red, green and blue");
    }
    return three;
  }

  /**
   * Makes the refusal of a key.
   *
   * @param rule end of the sentence that begins with the key
   */
  ModelUnsupported refusal(String key, String rule, String remedy) {
    String source = isOverridden(key) ? "embed.preprocessing" : file;
    return new ModelUnsupported(
        source
            + ": "
            + key
            + " "
            + rule
            + ", "
            + (keys.has(key) ? "got " + shown(keys.get(key)) : "it is absent")
            + "; "
            + remedy);
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
