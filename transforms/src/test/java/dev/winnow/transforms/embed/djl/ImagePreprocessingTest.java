package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.winnow.transforms.image.RasterImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors of configs, each with the values of its class for the keys that it lacks. */
class ImagePreprocessingTest {

  @TempDir private Path folder;

  private ImagePreprocessing read(String config, Map<String, Object> overrides, int side)
      throws IOException {
    Path file = folder.resolve("preprocessor_config.json");
    Files.writeString(file, config);
    return ImagePreprocessing.read(file, "config", overrides, side, side);
  }

  private ImagePreprocessing read(String config) throws IOException {
    return read(config, Map.of(), -1);
  }

  private static float[] tensor(ImagePreprocessing steps, RasterImage image) {
    float[] tensor = new float[steps.length()];
    steps.write(image, tensor, 0);
    return tensor;
  }

  /** Returns a grey image of one row per list. */
  private static RasterImage grey(int width, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return new RasterImage(width, values.length / width, 1, pixels);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIPImageProcessor,        edge 224,  224, BICUBIC,  0.48145466, 0.26862954",
    "BitImageProcessor,         edge 224,  224, BICUBIC,  0.48145466, 0.26862954",
    "ConvNextImageProcessor,    384 x 384, 384, BICUBIC,  0.5, 0.5",
    "DeiTImageProcessor,        256 x 256, 224, BICUBIC,  0.5, 0.5",
    "ViTImageProcessor,         224 x 224, 224, BILINEAR, 0.5, 0.5",
    "SiglipImageProcessor,      224 x 224, 224, BICUBIC,  0.5, 0.5",
    "BeitImageProcessor,        224 x 224, 224, BICUBIC,  0.5, 0.5",
    "MobileNetV1ImageProcessor, edge 256,  224, BILINEAR, 0.5, 0.5",
    "MobileNetV2ImageProcessor, edge 256,  224, BILINEAR, 0.5, 0.5",
    "EfficientNetImageProcessor, 346 x 346, 346, BICUBIC, 0.5, 0.25"
  })
  void absentKeysHaveTheValuesOfTheClass(
      String name, String size, int side, String filter, double mean, double std) throws Exception {
    for (String written :
        List.of(
            "\"image_processor_type\": \"" + name + "\"",
            "\"image_processor_type\": \"" + name + "Fast\"",
            "\"feature_extractor_type\": \""
                + name.replace("ImageProcessor", "FeatureExtractor")
                + "\"")) {
      ImagePreprocessing steps = read("{" + written + "}");
      assertEquals(
          size,
          steps.size().isEdge()
              ? "edge " + steps.size().edge()
              : steps.size().width() + " x " + steps.size().height());
      assertEquals(ProcessorSize.square(side), steps.tensor());
      assertEquals(filter, steps.filter().name());
      assertEquals(mean, steps.values().mean()[0]);
      assertEquals(std, steps.values().std()[0]);
      assertEquals(1.0 / 255, steps.values().factor());
    }
  }

  @Test
  void aNumberIsAShorterSideOrASquareAsTheClassReadsIt() throws Exception {
    assertEquals(
        ProcessorSize.edge(30),
        read("{\"image_processor_type\": \"CLIPImageProcessor\", \"size\": 30}").size());
    assertEquals(
        ProcessorSize.square(30),
        read("{\"image_processor_type\": \"ViTImageProcessor\", \"size\": 30}").size());
    assertEquals(
        ProcessorSize.square(30),
        read("{\"image_processor_type\": \"CLIPImageProcessor\", \"size\": 30,"
                + " \"default_to_square\": true}")
            .size());
  }

  @Test
  void aListIsHeightAndWidth() throws Exception {
    ImagePreprocessing steps =
        read("{\"image_processor_type\": \"ViTImageProcessor\", \"size\": [10, 20]}");
    assertEquals(10, steps.tensor().height());
    assertEquals(20, steps.tensor().width());
  }

  @Test
  void convNextCropsThePartBelow384AndWarpsFromThereOn() throws Exception {
    String config =
        "{\"image_processor_type\": \"ConvNextImageProcessor\", \"size\": %d, \"crop_pct\": 0.8}";
    ImagePreprocessing small = read(config.formatted(383));
    assertEquals(ProcessorSize.edge(478), small.size());
    assertEquals(ProcessorSize.square(383), small.tensor());
    ImagePreprocessing large = read(config.formatted(384));
    assertEquals(ProcessorSize.square(384), large.size());
    assertNull(large.crop());
  }

  @Test
  void aSmallPictureIsPaddedWithBlackBeforeItIsNormalised() throws Exception {
    ImagePreprocessing steps =
        read(
            """
            {"image_processor_type": "ViTImageProcessor", "do_resize": false,
             "do_center_crop": true, "crop_size": {"height": 3, "width": 4},
             "rescale_factor": 1, "image_mean": 10, "image_std": 2}
            """);
    // One pixel of 30: offset ceil(3 / 2) = 2 from the left, ceil(2 / 2) = 1 from the top.
    float[] tensor = tensor(steps, grey(1, 30));
    float[] channel = {-5, -5, -5, -5, -5, -5, 10, -5, -5, -5, -5, -5};
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(channel, java.util.Arrays.copyOfRange(tensor, 12 * c, 12 * c + 12));
    }
  }

  @Test
  void scalingAndNormalisingCanBeOff() throws Exception {
    String config =
        """
        {"image_processor_type": "ViTImageProcessor", "size": 1, "image_mean": [1, 2, 3],
         "image_std": [2, 4, 8], %s}
        """;
    RasterImage white = grey(1, 255);
    assertArrayEquals(
        new float[] {127, 63.25f, 31.5f},
        tensor(read(config.formatted("\"do_rescale\": false")), white));
    assertArrayEquals(
        new float[] {1, 1, 1}, tensor(read(config.formatted("\"do_normalize\": false")), white));
    assertArrayEquals(
        new float[] {255, 255, 255},
        tensor(read(config.formatted("\"do_normalize\": false, \"do_rescale\": false")), white));
  }

  @Test
  void efficientNetShiftsByOneAndDividesTwice() throws Exception {
    String config =
        """
        {"image_processor_type": "EfficientNetImageProcessor", "size": 1, "image_mean": 0.25,
         "image_std": 0.5, "rescale_factor": 0.01, "rescale_offset": true, "include_top": %s}
        """;
    // 200 is 2 - 1 = 1 after scaling, 1.5 after normalising.
    RasterImage pixel = grey(1, 200);
    assertEquals(1.5f, tensor(read(config.formatted(false)), pixel)[0]);
    assertEquals(3f, tensor(read(config.formatted(true)), pixel)[0]);
  }

  @Test
  void everyFilterOfPillowIsKnown() throws Exception {
    String[] names = {"NEAREST", "LANCZOS", "BILINEAR", "BICUBIC", "BOX", "HAMMING"};
    for (int code = 0; code < names.length; code++) {
      assertEquals(
          names[code],
          read("{\"image_processor_type\": \"ViTImageProcessor\", \"resample\": " + code + "}")
              .filter()
              .name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"processor_class\": \"CLIPProcessor\"",
        "\"_valid_processor_keys\": [\"images\"]",
        "\"data_format\": \"channels_first\"",
        "\"do_convert_rgb\": null",
        "\"do_pad\": false",
        "\"pad_size\": null",
        "\"device\": null",
        "\"do_reduce_labels\": false"
      })
  void keysWithoutEffectAreAccepted(String key) throws Exception {
    String config = "{\"image_processor_type\": \"ViTImageProcessor\", \"size\": 2%s}";
    RasterImage image = grey(2, 0, 50, 100, 200);
    assertArrayEquals(
        tensor(read(config.formatted("")), image),
        tensor(read(config.formatted(", " + key)), image));
  }

  @Test
  void withoutResizingOnlyImagesOfTheModelsSizeFit() throws Exception {
    ImagePreprocessing steps =
        read(
            "{\"image_processor_type\": \"ViTImageProcessor\", \"do_resize\": false}", Map.of(), 2);
    assertNull(steps.refusal(grey(2, 1, 2, 3, 4)));
    assertEquals(
        "image must be 2 x 2 for this model, whose do_resize is false, got 3 x 1",
        steps.refusal(grey(3, 1, 2, 3)));
  }

  @Test
  void withoutACropOnlyImagesOfTheModelsShapeFit() throws Exception {
    ImagePreprocessing steps =
        read(
            "{\"image_processor_type\": \"CLIPImageProcessor\", \"size\": 2,"
                + " \"do_center_crop\": false}",
            Map.of(),
            2);
    assertNull(steps.refusal(grey(1, 9)));
    assertEquals(
        "image must be 2 x 2 for this model after its shorter side is resized,"
            + " because do_center_crop is false, got 6 x 2",
        steps.refusal(grey(3, 1, 2, 3)));
  }

  @Test
  void aShorterSideOfTheRecipeIsCroppedToASquare() throws Exception {
    ImagePreprocessing steps =
        read(
            "{\"image_processor_type\": \"ViTImageProcessor\"}",
            Map.of("size", Map.of("shortest_edge", 4)),
            -1);
    assertEquals(ProcessorSize.square(4), steps.crop());
  }

  @Test
  void aSquareOfTheRecipeReplacesTheCropOfConvNext() throws Exception {
    ImagePreprocessing steps =
        read(
            "{\"image_processor_type\": \"ConvNextImageProcessor\"}",
            Map.of("size", Map.of("height", 9, "width", 9)),
            9);
    assertEquals(ProcessorSize.square(9), steps.size());
    assertNull(steps.crop());
  }

  @Test
  void aLongAndNarrowPictureIsResizedNoFurtherThanItsCrop() throws Exception {
    // The shorter side of 1 becomes 224, so the whole of the longer one would be 4,480,000 pixels.
    RasterImage line = new RasterImage(20_000, 1, 1, new byte[20_000]);
    line.pixels()[10_000] = (byte) 255;
    float[] tensor =
        tensor(
            read(
                """
                {"image_processor_type": "CLIPImageProcessor", "do_normalize": false,
                 "resample": 0}
                """),
            line);
    assertEquals(0, tensor[0]);
    assertEquals(0, tensor[111]);
    assertEquals(1, tensor[112]);
    assertEquals(1, tensor[223]);
  }
}
