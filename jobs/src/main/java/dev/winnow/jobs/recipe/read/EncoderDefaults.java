package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Section;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Fills in encoders, their names and the metric, where they follow from other keys. */
final class EncoderDefaults {

  private final Map<String, String> origins;

  EncoderDefaults(Map<String, String> origins) {
    this.origins = origins;
  }

  void fill(ObjectNode input, ObjectNode values) {
    String modality = input.path("modality").asText();
    if (values.get("embed") instanceof ArrayNode several) {
      for (int i = 0; i < several.size(); i++) {
        encoder(modality, (ObjectNode) several.get(i), Section.item("embed", i));
      }
      names(several);
      if (several.size() > 1
          && values.get("prune") instanceof ObjectNode prune
          && "default".equals(origins.get("prune.metric"))) {
        prune.put("metric", Section.word(Metric.RANK_AVERAGE));
        origins.put("prune.metric", "default for several encoders");
      }
    } else {
      encoder(modality, values.withObject("/embed"), "embed");
    }
  }

  private void encoder(String modality, ObjectNode embed, String path) {
    boolean pair = modality.equals("pair");
    String content = pair ? embed.path("of").asText() : modality;
    if (embed.has("encoder") || content.isEmpty()) {
      return;
    }
    embed.put(
        "encoder",
        switch (content) {
          case "image" -> EncoderKind.PATCH_KMEANS.label();
          case "text" -> EncoderKind.TFIDF_SVD.label();
          default -> EncoderKind.COLUMN.label();
        });
    origins.put(path + ".encoder", "default for " + (pair ? "side " : "modality ") + content);
  }

  /** Names encoders that have no name after their side or method, with a number if it is taken. */
  private void names(ArrayNode several) {
    Set<String> taken = new HashSet<>();
    several.forEach(embed -> taken.add(embed.path("name").asText()));
    for (int i = 0; i < several.size(); i++) {
      ObjectNode embed = (ObjectNode) several.get(i);
      if (embed.has("name")) {
        continue;
      }
      JsonNode base = embed.has("of") ? embed.get("of") : embed.path("encoder");
      String plain = base.asText().replace('-', '_');
      String name = plain;
      for (int number = 2; !taken.add(name); number++) {
        name = plain + "_" + number;
      }
      if (!plain.isEmpty()) {
        embed.put("name", name);
        origins.put(Section.item("embed", i) + ".name", "default");
      }
    }
  }
}
