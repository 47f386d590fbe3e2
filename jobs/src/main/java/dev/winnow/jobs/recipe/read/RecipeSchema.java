package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Key;
import dev.winnow.jobs.recipe.Section;
import java.math.BigDecimal;

/** JSON Schema of recipes, made from the records that bind and check them. */
public final class RecipeSchema {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Returns the schema as indented JSON that ends with a line feed. */
  public static String json() {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Winnow recipe");
    schema.setAll(section(Section.top()));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is not JSON", e);
    }
  }

  private static ObjectNode section(Section section) {
    ObjectNode node = NODES.objectNode();
    node.put("type", "object");
    node.put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Section.Entry entry : section.entries()) {
      properties.set(entry.name(), entry(entry));
      if (entry.key().required()) {
        required.add(entry.name());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    return node;
  }

  private static ObjectNode entry(Section.Entry entry) {
    ObjectNode node;
    if (entry.isSections()) {
      node = NODES.objectNode();
      ArrayNode either = node.putArray("anyOf");
      either.add(section(Section.of(entry)));
      ObjectNode several = either.addObject().put("type", "array").put("minItems", 1);
      several.set("items", section(Section.of(entry)));
    } else if (entry.isSection()) {
      node = section(Section.of(entry));
    } else if (entry.isList()) {
      node = NODES.objectNode();
      ObjectNode item = value(entry, entry.element());
      ArrayNode either = node.putArray("anyOf");
      either.add(item);
      ObjectNode many = either.addObject();
      many.put("type", "array").put("minItems", entry.key().mayBeEmpty() ? 0 : 1);
      many.set("items", item.deepCopy());
    } else if (entry.isMap()) {
      node = NODES.objectNode().put("type", "object");
    } else {
      node = value(entry, entry.type());
    }
    node.put("description", entry.key().value());
    return node;
  }

  private static ObjectNode value(Section.Entry entry, Class<?> type) {
    ObjectNode node = NODES.objectNode();
    Key key = entry.key();
    if (type.isEnum()) {
      ArrayNode words = node.putArray("enum");
      NamedEncoders.words(type).forEach(words::add);
    } else if (ValueTypes.isTruth(type)) {
      node.put("type", "boolean");
    } else if (ValueTypes.isNumber(type)) {
      ObjectNode number = node;
      if (!key.word().isEmpty()) {
        ArrayNode either = node.putArray("anyOf");
        either.addObject().put("const", key.word());
        number = either.addObject();
      }
      number.put("type", ValueTypes.isWhole(type) ? "integer" : "number");
      if (key.min() != Double.NEGATIVE_INFINITY) {
        number.put(
            key.aboveMin() ? "exclusiveMinimum" : "minimum",
            new BigDecimal(ValueTypes.plain(key.min())));
      }
      if (key.max() != Double.POSITIVE_INFINITY) {
        number.put("maximum", new BigDecimal(ValueTypes.plain(key.max())));
      }
    } else {
      node.put("type", "string");
      if (!key.pattern().isEmpty()) {
        node.put("pattern", "^(" + key.pattern() + ")$");
      }
    }
    if (!key.byDefault().isEmpty() && !entry.isList() && key.word().isEmpty()) {
      if (ValueTypes.isNumber(type)) {
        node.put("default", new BigDecimal(key.byDefault()));
      } else if (ValueTypes.isTruth(type)) {
        node.put("default", key.byDefault().equals("true"));
      } else {
        node.put("default", key.byDefault());
      }
    }
    return node;
  }

  private RecipeSchema() {}
}
