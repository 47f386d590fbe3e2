package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of configs that are not understood. */
class ProcessorConfigTest {

  @TempDir private Path folder;

  private String refusal(String config) throws IOException {
    return refusal(config, Map.of(), -1);
  }

  private String refusal(String config, Map<String, Object> overrides, int side)
      throws IOException {
    Path file = folder.resolve("preprocessor_config.json");
    Files.writeString(file, config);
    String message =
        assertThrows(
                ModelUnsupported.class,
                () -> ImagePreprocessing.read(file, "/models/m/config", overrides, side, side),
                config)
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static final String CLASSES =
      "known are BeitImageProcessor, BitImageProcessor, CLIPImageProcessor,"
          + " ConvNextImageProcessor, DeiTImageProcessor, EfficientNetImageProcessor,"
          + " MobileNetV1ImageProcessor, MobileNetV2ImageProcessor, SiglipImageProcessor,"
          + " ViTImageProcessor, also with Fast at the end or as FeatureExtractor";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"SamImageProcessor\"",
        "\"clipimageprocessor\"",
        "\"CLIPImageProcessorX\"",
        "\"\"",
        "5",
        "[\"CLIPImageProcessor\"]"
      })
  void anUnknownClassIsRefusedByName(String name) throws Exception {
    assertEquals(
        "/models/m/config: image_processor_type must be a known class, got "
            + name
            + "; "
            + CLASSES,
        refusal("{\"image_processor_type\": " + name + "}"));
  }

  @Test
  void anUnknownFeatureExtractorIsRefusedByName() throws Exception {
    assertEquals(
        "/models/m/config: feature_extractor_type must be a known class, got"
            + " \"Wav2Vec2FeatureExtractor\"; "
            + CLASSES,
        refusal("{\"feature_extractor_type\": \"Wav2Vec2FeatureExtractor\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BeitImageProcessor",
        "BitImageProcessor",
        "CLIPImageProcessor",
        "ConvNextImageProcessor",
        "DeiTImageProcessor",
        "EfficientNetImageProcessor",
        "MobileNetV1ImageProcessor",
        "MobileNetV2ImageProcessor",
        "SiglipImageProcessor",
        "ViTImageProcessor"
      })
  void anUnknownKeyIsRefusedByNameForEveryClass(String name) throws Exception {
    String message = refusal("{\"image_processor_type\": \"" + name + "\", \"do_sharpen\": true}");
    assertTrue(
        message.startsWith(
            "/models/m/config: do_sharpen is not understood for "
                + name
                + ", got true; understood are do_resize, size, default_to_square, resample,"),
        message);
    assertTrue(message.contains("; without effect are _name_or_path,"), message);
  }

  @Test
  void aKeyOfAnotherClassIsRefused() throws Exception {
    String message =
        refusal("{\"image_processor_type\": \"CLIPImageProcessor\", \"crop_pct\": 0.9}");
    assertTrue(
        message.startsWith("/models/m/config: crop_pct is not understood for CLIPImageProcessor"),
        message);
    message = refusal("{\"size\": 8, \"crop_pct\": 0.9}");
    assertTrue(
        message.startsWith(
            "/models/m/config: crop_pct is not understood without image_processor_type, got 0.9"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "do_resize      | 1",
        "do_resize      | \"yes\"",
        "do_center_crop | \"true\"",
        "do_rescale     | 0",
        "do_normalize   | [true]",
        "size           | \"224\"",
        "size           | 0",
        "size           | -224",
        "size           | 224.0",
        "size           | 8193",
        "size           | 99999999999",
        "size           | true",
        "size           | []",
        "size           | [224]",
        "size           | [224, 224, 3]",
        "size           | {}",
        "size           | {\"height\": 224}",
        "size           | {\"height\": 224, \"width\": \"224\"}",
        "size           | {\"shortest_edge\": null}",
        "size           | {\"shortest_edge\": 224, \"longest_edge\": 500}",
        "size           | {\"longest_edge\": 500}",
        "size           | {\"max_height\": 500, \"max_width\": 500}",
        "crop_size      | \"224\"",
        "crop_size      | {\"shortest_edge\": 224}",
        "crop_size      | {\"height\": 0, \"width\": 224}",
        "resample       | 6",
        "resample       | -1",
        "resample       | 2.5",
        "resample       | \"bicubic\"",
        "resample       | true",
        "rescale_factor | 0",
        "rescale_factor | -1",
        "rescale_factor | \"1/255\"",
        "rescale_factor | 1e400",
        "image_mean     | \"0.5\"",
        "image_mean     | [0.5]",
        "image_mean     | [0.5, 0.5, 0.5, 0.5]",
        "image_mean     | [0.5, \"0.5\", 0.5]",
        "image_std      | 0",
        "image_std      | [0.5, 0.5, 0]",
        "image_std      | [0.5, 0.5, -0.5]",
        "data_format    | \"channels_last\"",
        "data_format    | 1",
        "do_pad         | true",
        "size_divisor   | 32",
        "default_to_square | 1"
      })
  void aFormThatIsNotUnderstoodIsRefusedWithKeyAndValue(String key, String value) throws Exception {
    String message =
        refusal(
            "{\"image_processor_type\": \"CLIPImageProcessor\", \"size\": 224, \""
                + key
                + "\": "
                + value
                + "}");
    assertTrue(message.startsWith("/models/m/config: " + key + " must "), message);
    assertTrue(
        message.contains(value.equals("1e400") ? ", got " : ", got " + shown(value)), message);
    assertTrue(message.contains("; "), message);
  }

  private static String shown(String value) {
    return value.replace(": ", ":").replace(", ", ",");
  }

  @Test
  void keysOfConvNextAndEfficientNetHaveTheirForms() throws Exception {
    for (String part : new String[] {"0", "1.5", "-0.9", "\"0.9\"", "true"}) {
      assertEquals(
          "/models/m/config: crop_pct must be a number above 0 and at most 1, got "
              + part
              + "; remove the key for the default 0.875",
          refusal(
              "{\"image_processor_type\": \"ConvNextImageProcessor\", \"crop_pct\": "
                  + part
                  + "}"));
    }
    assertEquals(
        "/models/m/config: size must be a whole number or shortest_edge for"
            + " ConvNextImageProcessor, got {\"height\":224,\"width\":224}; for a plain resize, set"
            + " embed.preprocessing.size",
        refusal(
            "{\"image_processor_type\": \"ConvNextImageProcessor\","
                + " \"size\": {\"height\": 224, \"width\": 224}}"));
    for (String key : new String[] {"rescale_offset", "include_top"}) {
      assertEquals(
          "/models/m/config: "
              + key
              + " must be true or false, got 1; other values have no meaning here",
          refusal(
              "{\"image_processor_type\": \"EfficientNetImageProcessor\", \"" + key + "\": 1}"));
    }
  }

  @Test
  void aNumberAsSizeOfSiglipIsRefusedBecauseVersionsReadItDifferently() throws Exception {
    assertEquals(
        "/models/m/config: size must be an object for SiglipImageProcessor, got 224; versions of"
            + " transformers read a number differently; write {\"height\": n, \"width\": n}",
        refusal("{\"image_processor_type\": \"SiglipImageProcessor\", \"size\": 224}"));
  }

  @Test
  void aCropWithoutASizeIsRefused() throws Exception {
    assertEquals(
        "/models/m/config: crop_size must be given if do_center_crop is true, it is absent; set"
            + " do_center_crop to false",
        refusal("{\"image_processor_type\": \"ViTImageProcessor\", \"do_center_crop\": true}"));
  }

  @ParameterizedTest
  @CsvSource({
    "do_center_crop, crop_size, 0",
    "do_resize, size, 0",
    "do_resize, resample, 9",
    "do_rescale, rescale_factor, 0",
    "do_rescale, rescale_offset, 1",
    "do_normalize, image_std, 0"
  })
  void aFormIsRefusedAlsoIfItsStepIsOff(String step, String key, String value) throws Exception {
    String message =
        refusal(
            "{\"image_processor_type\": \"EfficientNetImageProcessor\", \"%s\": false, \"%s\": %s}"
                .formatted(step, key, value));
    assertTrue(message.startsWith("/models/m/config: " + key + " must "), message);
  }

  @Test
  void imagesOfAnotherSizeThanTheModelTakesAreRefused() throws Exception {
    assertEquals(
        "/models/m/config: size gives images of 224 x 224, but the model takes 384 x 384, got 224;"
            + " set embed.preprocessing.size",
        refusal("{\"image_processor_type\": \"ViTImageProcessor\", \"size\": 224}", Map.of(), 384));
    assertEquals(
        "/models/m/config: crop_size gives images of 224 x 224, but the model takes 336 x 336, it"
            + " is absent; set embed.preprocessing.crop",
        refusal(
            "{\"image_processor_type\": \"CLIPImageProcessor\", \"size\": 336}", Map.of(), 336));
  }

  @Test
  void withoutResizingAModelOfAnySizeNeedsACrop() throws Exception {
    assertEquals(
        "/models/m/config: do_resize must be true, because the model takes images of any size and a"
            + " batch has one size, got false; set embed.preprocessing.crop",
        refusal("{\"image_processor_type\": \"ViTImageProcessor\", \"do_resize\": false}"));
  }

  @Test
  void anOverrideIsNamedAsSuch() throws Exception {
    assertEquals(
        "embed.preprocessing: resample must be a number from 0 to 5, got \"sharp\"; 0 is nearest, 1"
            + " lanczos, 2 bilinear, 3 bicubic, 4 box, 5 hamming",
        refusal(
            "{\"image_processor_type\": \"ViTImageProcessor\"}", Map.of("resample", "sharp"), -1));
  }

  @Test
  void aFileThatIsNoObjectIsRefused() throws Exception {
    assertEquals(
        "/models/m/config must hold a JSON object, got [1,2]; save the processor again",
        refusal("[1, 2]"));
    for (String text :
        new String[] {"", "{", "{\"size\": NaN}", "{} {}", "size: 224", "[".repeat(100_000)}) {
      String message = refusal(text);
      assertTrue(message.startsWith("/models/m/config must "), message);
    }
  }
}
