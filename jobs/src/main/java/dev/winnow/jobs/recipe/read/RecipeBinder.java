package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.ResolvedValues;

/** Binds values by their YAML keys to the recipe's records. */
final class RecipeBinder {

  private static final ObjectMapper STRICT =
      mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final ObjectMapper LENIENT =
      mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Binds values that have been checked. Variables have their values, except in free maps. */
  static Recipe strictly(ObjectNode values) {
    try {
      return STRICT.treeToValue(ResolvedValues.of(values), Recipe.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked values do not fit the recipe's records", e);
    }
  }

  /**
   * Binds values that another version may have written; ignores unknown keys.
   *
   * @throws IllegalArgumentException if a value does not fit its key
   */
  static Recipe leniently(JsonNode values) {
    try {
      return LENIENT.treeToValue(values, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a stored recipe must fit this version's keys, but the value of " + key(e) + " does not",
          e);
    }
  }

  /** Returns the dotted key of the value that was refused. */
  private static String key(JsonProcessingException refused) {
    StringBuilder key = new StringBuilder();
    if (refused instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference part : mapping.getPath()) {
        if (part.getFieldName() == null) {
          key.append('[').append(part.getIndex()).append(']');
        } else {
          key.append(key.isEmpty() ? "" : ".").append(part.getFieldName());
        }
      }
    }
    return key.isEmpty() ? "a key" : key.toString();
  }

  private static ObjectMapper mapper() {
    SimpleModule words = new SimpleModule();
    words.setDeserializerModifier(new WordDeserializers());
    ObjectMapper mapper = new ObjectMapper().registerModule(words);
    mapper.setPropertyNamingStrategy(
        new PropertyNamingStrategies.SnakeCaseStrategy() {
          @Override
          public String translate(String name) {
            return name.equals("apiVersion") ? name : super.translate(name);
          }
        });
    return mapper;
  }

  private RecipeBinder() {}
}
