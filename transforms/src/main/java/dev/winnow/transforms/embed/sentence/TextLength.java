package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.model.ModelUnsupported;

/**
 * Largest number of tokens of a text, as sentence-transformers finds it.
 *
 * @param tokens number, special tokens included
 * @param origin file or words that say so, for the card
 */
record TextLength(int tokens, String origin) {

  private static final int ASSUMED = 256;

  /** Greatest number that a tokenizer's file means as a limit; others stand for no limit. */
  private static final double NO_LIMIT = 1e6;

  /**
   * Reads the limit: the recipe's; else that of sentence_bert_config.json; else the smaller of
   * config.json's positions and tokenizer_config.json's length; else that of tokenizer.json; else
   * 256.
   *
   * @throws ModelUnsupported if the recipe asks for more tokens than the model has positions, or
   *     sentence_bert_config.json gives no whole number above 0
   */
  static TextLength read(Configs configs, DjlOptions options) {
    int positions = configs.read(ModelConfigs.CONFIG).path("max_position_embeddings").asInt(-1);
    if (options.maxLength() != null) {
      if (positions > 0 && options.maxLength() > positions) {
        throw new ModelUnsupported(
            "embed.max_length must be at most the number of the model's positions, "
                + positions
                + " in its config.json, got "
                + options.maxLength());
      }
      return new TextLength(options.maxLength(), "recipe");
    }
    JsonNode sentence = configs.read(ModelConfigs.SENTENCE).path("max_seq_length");
    if (!sentence.isMissingNode() && !sentence.isNull()) {
      if (!sentence.isIntegralNumber() || !sentence.canConvertToInt() || sentence.asInt() < 1) {
        throw new ModelUnsupported(
            "max_seq_length of the model's "
                + ModelConfigs.SENTENCE
                + " must be a whole number from 1 on, got "
                + sentence
                + "; mend it, or set embed.max_length");
      }
      return new TextLength(sentence.asInt(), ModelConfigs.SENTENCE);
    }
    int tokenizer = limit(configs.read(ModelConfigs.TOKENIZER_CONFIG).path("model_max_length"));
    if (tokenizer > 0 && (positions < 1 || tokenizer <= positions)) {
      return new TextLength(tokenizer, ModelConfigs.TOKENIZER_CONFIG);
    }
    if (tokenizer > 0) {
      return new TextLength(positions, ModelConfigs.CONFIG);
    }
    int truncation =
        limit(configs.read(ModelFiles.TOKENIZER).path("truncation").path("max_length"));
    return truncation > 0
        ? new TextLength(truncation, ModelFiles.TOKENIZER)
        : new TextLength(ASSUMED, "assumed, because no file of the model says it");
  }

  private static int limit(JsonNode number) {
    double value = number.asDouble(-1);
    return value >= 1 && value < NO_LIMIT ? (int) value : -1;
  }
}
