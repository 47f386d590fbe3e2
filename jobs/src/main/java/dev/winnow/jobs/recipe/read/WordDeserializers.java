package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import dev.winnow.jobs.recipe.Section;
import java.io.IOException;

/** Binds the words of recipes to enum constants. */
final class WordDeserializers extends BeanDeserializerModifier {

  @Override
  public JsonDeserializer<?> modifyEnumDeserializer(
      DeserializationConfig config,
      JavaType type,
      BeanDescription description,
      JsonDeserializer<?> deserializer) {
    return new JsonDeserializer<Enum<?>>() {
      @Override
      public Enum<?> deserialize(JsonParser parser, DeserializationContext context)
          throws IOException {
        String word = parser.getValueAsString();
        for (Object constant : type.getRawClass().getEnumConstants()) {
          if (Section.word((Enum<?>) constant).equals(word)) {
            return (Enum<?>) constant;
          }
        }
        throw JsonMappingException.from(
            parser, word + " is not a word of " + type.getRawClass().getSimpleName());
      }
    };
  }
}
