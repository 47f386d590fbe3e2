package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.embed.known.KnownModel;
import dev.winnow.transforms.embed.known.KnownModels;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Names of known models as values of {@code embed.encoder}. {@code encoder: NAME} stands for {@code
 * encoder: djl} with {@code model: NAME}.
 */
final class NamedEncoders {

  private static final String EMBED = "embed";
  private static final String ENCODER = "encoder";
  private static final String MODEL = "model";

  private final Map<String, String> origins;
  private final BiConsumer<String, String> faults;

  /**
   * @param origins origins of the values by key path; those of models are added
   * @param faults receives the key path and the message of a fault
   */
  NamedEncoders(Map<String, String> origins, BiConsumer<String, String> faults) {
    this.origins = origins;
    this.faults = faults;
  }

  /** Returns the words of an enumeration in recipes, with those that stand for several keys. */
  static List<String> words(Class<?> type) {
    List<String> words = Section.words(type);
    return type == EncoderKind.class
        ? Stream.concat(words.stream(), KnownModels.all().stream().map(KnownModel::name)).toList()
        : words;
  }

  /** Replaces the names in the section or the sections of encoders. */
  void fill(ObjectNode values) {
    JsonNode embed = values.path(EMBED);
    if (embed instanceof ObjectNode section) {
      fill(EMBED, section);
    }
    for (int i = 0; embed.isArray() && i < embed.size(); i++) {
      if (embed.get(i) instanceof ObjectNode section) {
        fill(Section.item(EMBED, i), section);
      }
    }
  }

  private void fill(String path, ObjectNode section) {
    String name = section.path(ENCODER).asText();
    if (KnownModels.find(name).isEmpty()) {
      return;
    }
    String model = section.path(MODEL).asText(name);
    if (!model.equals(name)) {
      faults.accept(
          path + "." + MODEL,
          path
              + "."
              + MODEL
              + " must be absent beside encoder "
              + name
              + ", which names the model, got "
              + Shown.text(model)
              + "; set encoder: djl to use it");
      return;
    }
    section.put(ENCODER, EncoderKind.DJL.label());
    section.put(MODEL, name);
    origins.putIfAbsent(path + "." + MODEL, "encoder " + name);
  }
}
