package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.RasterImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares tensors with those that the processors of Hugging Face's transformers made. */
class ProcessorReferenceTest {

  private static final Path FOLDER = Path.of("reference/preprocessing");

  @Test
  void tensorsAreThoseOfTheProcessorsOfTransformers() throws Exception {
    JsonNode index = new ObjectMapper().readTree(Shared.path(FOLDER + "/index.json").toFile());
    assertTrue(index.size() >= 27, "nine configs and three pictures, got " + index.size());
    for (JsonNode one : index) {
      String config = one.path("config").asText();
      String picture = one.path("picture").asText();
      Path folder = Shared.path(FOLDER + "/" + config);
      ImagePreprocessing steps =
          ImagePreprocessing.read(
              folder.resolve("preprocessor_config.json"), config, Map.of(), -1, -1);
      int height = one.path("shape").get(1).asInt();
      int width = one.path("shape").get(2).asInt();
      assertEquals(
          height + " x " + width, steps.tensor().height() + " x " + steps.tensor().width());
      RasterImage image =
          new ImageDecoder(1 << 24, 1 << 24)
              .decode(Files.readAllBytes(Shared.path(FOLDER + "/" + picture + ".png")));
      float[] tensor = new float[steps.length()];
      steps.write(image, tensor, 0);
      float[] golden = Npy.values(folder.resolve(picture + ".npy"));
      int at = 0;
      int near = 0;
      int equal = 0;
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < height; y += 3) {
          for (int x = 0; x < width; x += 3, at++) {
            float difference = Math.abs(tensor[(c * height + y) * width + x] - golden[at]);
            near += difference <= 0.02 ? 1 : 0;
            equal += difference <= 1e-5 ? 1 : 0;
          }
        }
      }
      assertEquals(golden.length, at);
      String figures = near + " within 0.02 and " + equal + " equal of " + at;
      System.out.println(config + ", " + picture + ": " + figures);
      assertEquals(at, near, config + ", " + picture + ": " + figures);
      assertTrue(equal >= 0.999 * at, config + ", " + picture + ": " + figures);
      double sum = 0;
      for (float value : tensor) {
        sum += value;
      }
      assertEquals(one.path("mean").asDouble(), sum / tensor.length, 1e-3, config + ", " + picture);
    }
  }
}
