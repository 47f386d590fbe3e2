package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Section;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;

/** Fills in the defaults of keys that a document does not give. */
final class Defaults {

  private final Map<String, String> origins;

  Defaults(Map<String, String> origins) {
    this.origins = origins;
  }

  void fill(Section section, ObjectNode values) {
    if (values.get("prune") instanceof ObjectNode prune) {
      policies(prune);
    }
    if (values.get("cluster") instanceof ObjectNode cluster
        && !cluster.path("above").isEmpty()
        && !cluster.has("resample")) {
      cluster.putObject("resample");
    }
    for (Section.Entry entry : section.entries()) {
      String given = entry.key().byDefault();
      if (!values.has(entry.name()) && !given.isEmpty()) {
        if (entry.isSection()) {
          values.putObject(entry.name());
        } else if (!given.equals(entry.key().word())) {
          values.set(entry.name(), parsed(given, entry));
          origins.putIfAbsent(entry.path(), "default");
        } else {
          values.putNull(entry.name());
          origins.putIfAbsent(entry.path(), "default");
        }
      }
      if (entry.isSection() && values.get(entry.name()) instanceof ObjectNode inner) {
        fill(Section.of(entry), inner);
      }
      if (entry.isSections() && values.get(entry.name()) instanceof ArrayNode list) {
        for (int i = 0; i < list.size(); i++) {
          fill(Section.of(entry, i), (ObjectNode) list.get(i));
        }
      }
    }
    if (values.get("input") instanceof ObjectNode input) {
      modality(input);
      new EncoderDefaults(origins).fill(input, values);
    }
  }

  /** Adds the sections with the parameters of the policies, where a policy has one of its name. */
  private static void policies(ObjectNode prune) {
    policy(prune, prune.path("keep").asText());
    prune.path("orders").forEach(order -> policy(prune, order.asText()));
  }

  private static void policy(ObjectNode prune, String policy) {
    String keep = policy.replace('-', '_');
    Section.Entry parameters = Section.of(Section.top().get("prune")).get(keep);
    if (parameters != null && parameters.isSection() && !prune.has(keep)) {
      prune.putObject(keep);
    }
  }

  private void modality(ObjectNode input) {
    if (input.has("modality")) {
      return;
    }
    String format = input.path("format").asText();
    switch (format) {
      case "images", "idx", "webdataset", "sample" -> input.put("modality", "image");
      case "jsonl", "csv" -> input.put("modality", "text");
      case "npy" -> input.put("modality", "embedding");
      default -> {
        return;
      }
    }
    origins.put("input.modality", "default for format " + format);
  }

  private static JsonNode parsed(String given, Section.Entry entry) {
    ObjectNode holder = JsonNodeFactory.instance.objectNode();
    List<Fault> faults = new ArrayList<>();
    Node node = new Yaml().compose(new StringReader(given));
    NodeFaults sink = new NodeFaults("default", false, faults);
    new RecipeReader(name -> null, sink, new HashMap<>(), new HashMap<>())
        .entry(node, node, entry, holder);
    if (!faults.isEmpty()) {
      throw new IllegalStateException("default of " + entry.path() + " is faulty: " + faults);
    }
    return holder.get(entry.name());
  }
}
