package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Folder with a table of token vectors, to which a test adds files of sentence-transformers. */
abstract class SentenceFolder {

  static final float[] RAIN = TinyModels.tableRow("rain");
  static final float[] SOUP = TinyModels.tableRow("soup");
  static final float[] STORM = TinyModels.tableRow("storm");

  @TempDir Path folder;

  @BeforeEach
  void model() throws IOException {
    TinyModels.texts(folder);
  }

  void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Writes modules.json with these modules after the transformer, each in its folder. */
  void modules(String... names) throws IOException {
    StringBuilder list =
        new StringBuilder(
            "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"}");
    for (int i = 0; i < names.length; i++) {
      list.append(
          ", {\"path\": \"%d_%s\", \"type\": \"sentence_transformers.models.%s\"}"
              .formatted(i + 1, names[i], names[i]));
    }
    write("modules.json", list + "]");
  }

  static DjlOptions options(Path model, String pooling, String prefix, String prompt) {
    return new DjlOptions(
        model.toString(),
        null,
        null,
        pooling,
        prefix,
        prompt,
        null,
        "cpu",
        "auto",
        4,
        1,
        Map.of(),
        Map.of());
  }

  DjlOptions options() {
    return options(folder, null, null, null);
  }

  static float[] encode(DjlOptions options, String text) {
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.encode(List.of(EncoderInput.of(text)))[0];
    }
  }

  static List<String> settings(DjlOptions options) {
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.settings();
    }
  }

  static String refusal(DjlOptions options) {
    return assertThrows(ModelUnsupported.class, () -> DjlEncoder.load(options)).getMessage();
  }
}
