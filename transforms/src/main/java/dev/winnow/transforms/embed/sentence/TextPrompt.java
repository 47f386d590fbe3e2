package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.util.ArrayList;
import java.util.List;

/**
 * Words before every text.
 *
 * @param text words; empty for none
 * @param fact words for the card; null for none
 */
record TextPrompt(String text, String fact) {

  /**
   * Chooses the prompt: the recipe's prefix; else the prompt of the name that the recipe gives;
   * else the default prompt of the model.
   *
   * @throws ModelUnsupported if the model has no prompt of the name
   */
  static TextPrompt read(Configs configs, DjlOptions options) {
    if (options.prefix() != null) {
      return new TextPrompt(options.prefix(), "prefix \"" + options.prefix() + "\" (recipe)");
    }
    JsonNode config = configs.read(ModelConfigs.PROMPTS);
    JsonNode byDefault = config.path("default_prompt_name");
    String name =
        options.prompt() != null
            ? options.prompt()
            : byDefault.isTextual() ? byDefault.asText() : null;
    if (name == null) {
      return new TextPrompt("", null);
    }
    JsonNode prompt = config.path("prompts").path(name);
    if (!prompt.isTextual()) {
      List<String> names = new ArrayList<>();
      config.path("prompts").fieldNames().forEachRemaining(names::add);
      throw new ModelUnsupported(
          (options.prompt() != null
                  ? "embed.prompt"
                  : "default_prompt_name of " + ModelConfigs.PROMPTS)
              + " must name a prompt of the model, got "
              + name
              + (names.isEmpty()
                  ? "; the model has none: give the words as embed.prefix"
                  : "; it has " + String.join(", ", names)));
    }
    return new TextPrompt(
        prompt.asText(),
        "prompt " + name + ", \"" + prompt.asText() + "\" (" + ModelConfigs.PROMPTS + ")");
  }
}
