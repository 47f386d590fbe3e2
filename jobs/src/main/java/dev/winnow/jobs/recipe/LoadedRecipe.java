package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A recipe without faults, and the origin of each of its values.
 *
 * @param values effective values, by their YAML keys; free texts that name variables are {@link
 *     dev.winnow.jobs.recipe.variable.EnvironmentText}
 * @param origins dotted key to {@code default}, {@code FILE:LINE} or {@code --set}
 */
public record LoadedRecipe(Recipe recipe, ObjectNode values, Map<String, String> origins) {

  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  public LoadedRecipe {
    origins = Map.copyOf(origins);
  }

  /** Returns the environment variables that may hold secrets, with their values. */
  public Map<String, String> variables() {
    return ResolvedValues.variables(values);
  }

  /**
   * Returns the effective values and their origins, as JSON with sorted keys. Free texts that name
   * variables are as they are written in the recipe.
   */
  public String effective() {
    ObjectNode all = values.objectNode();
    all.set("recipe", values);
    all.set("origins", values.objectNode());
    new TreeMap<>(origins).forEach((key, origin) -> all.withObject("/origins").put(key, origin));
    return canonical(all);
  }

  /**
   * Returns the sha256 (hex) of the effective values that the rows depend on: all except warehouse,
   * release, the device of the clusters and the experiment. Variables count by their values,
   * because another path or column gives other rows; those in {@code embed.params} count by their
   * names, so that a changed password changes no run.
   */
  public String hash() {
    ObjectNode hashed = ResolvedValues.of(values);
    hashed.remove("warehouse");
    hashed.remove("experiment");
    if (hashed.get("publish") instanceof ObjectNode publish) {
      publish.remove("release");
    }
    if (hashed.get("cluster") instanceof ObjectNode cluster) {
      cluster.remove("device");
    }
    return DigestUtils.sha256Hex(canonical(hashed));
  }

  private static String canonical(ObjectNode node) {
    try {
      // Trees keep their own order; maps are sorted.
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is not JSON", e);
    }
  }
}
