package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelFiles;
import java.util.OptionalLong;

/** Search for the number of the token that fills up short texts. */
final class PadToken {

  /**
   * Returns the number in tokenizer.json's padding; else that of the token which the tokenizer's
   * other files name; else that of config.json; empty where no file has one.
   */
  static OptionalLong id(Configs configs) {
    JsonNode tokenizer = configs.read(ModelFiles.TOKENIZER);
    JsonNode padding = tokenizer.path("padding").path("pad_id");
    if (padding.isIntegralNumber()) {
      return OptionalLong.of(padding.asLong());
    }
    for (String file : new String[] {ModelConfigs.TOKENIZER_CONFIG, ModelConfigs.SPECIAL_TOKENS}) {
      JsonNode named = configs.read(file).path("pad_token");
      String token = named.isObject() ? named.path("content").asText(null) : named.asText(null);
      OptionalLong id = token == null ? OptionalLong.empty() : number(tokenizer, token);
      if (id.isPresent()) {
        return id;
      }
    }
    JsonNode config = configs.read(ModelConfigs.CONFIG).path("pad_token_id");
    return config.isIntegralNumber() ? OptionalLong.of(config.asLong()) : OptionalLong.empty();
  }

  private static OptionalLong number(JsonNode tokenizer, String token) {
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("content").asText().equals(token)) {
        return OptionalLong.of(added.path("id").asLong());
      }
    }
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isArray()) {
      for (int i = 0; i < vocabulary.size(); i++) {
        if (vocabulary.get(i).path(0).asText().equals(token)) {
          return OptionalLong.of(i);
        }
      }
      return OptionalLong.empty();
    }
    JsonNode id = vocabulary.path(token);
    return id.isIntegralNumber() ? OptionalLong.of(id.asLong()) : OptionalLong.empty();
  }

  private PadToken() {}
}
