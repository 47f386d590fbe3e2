package dev.winnow.transforms.embed.djl;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.winnow.transforms.embed.djl.TextBatches.Tokens;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.embed.sentence.TextSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** Tokens of texts, by the tokenizer.json beside a model and the settings of its encoder. */
final class TextTokens {

  private final Function<String, Tokens> tokenizer;
  private final OptionalLong pad;
  private final int promptTokens;
  private final Function<Boolean, List<String>> facts;

  /**
   * @param tokenizer function from a text to its tokens, special ones included, truncated
   * @param pad number of the token that fills up texts; empty for none
   * @param promptTokens tokens of the prompt at the beginning of every text
   * @param facts function from true for an output that is pooled already to the settings in words
   */
  TextTokens(
      Function<String, Tokens> tokenizer,
      OptionalLong pad,
      int promptTokens,
      Function<Boolean, List<String>> facts) {
    this.tokenizer = tokenizer;
    this.pad = pad;
    this.promptTokens = promptTokens;
    this.facts = facts;
  }

  /**
   * Loads the tokenizer of a model, and the settings beside it. The padding and the truncation of
   * tokenizer.json itself have no effect.
   *
   * @param alone true to run one text at a time, without padding
   */
  static TextBatches load(
      ModelFiles files, DjlOptions options, List<String> inputNames, boolean alone) {
    TextSettings settings = TextSettings.read(files.folder(), options);
    String length = String.valueOf(settings.maxLength());
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              files.folder().resolve(ModelFiles.TOKENIZER),
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  length,
                  "modelMaxLength",
                  length));
    } catch (IOException e) {
      throw new UncheckedIOException("tokenizer.json can't be read", e);
    } catch (RuntimeException e) {
      // The tokenizer's library has no exception of its own for a file that it can't parse.
      throw new ModelUnsupported(
          "tokenizer.json of the model must be a whole fast tokenizer, it is not; copy the file"
              + " again, or save the tokenizer again",
          e);
    }
    int special = tokenizer.encode("").getIds().length;
    if (special >= settings.maxLength()) {
      // The library leaves texts whole that it can't cut to this length.
      throw new ModelUnsupported(
          "embed.max_length must be above the number of special tokens of a text, "
              + special
              + " in this model, got "
              + settings.maxLength()
              + (options.maxLength() == null ? " from the model's files" : ""));
    }
    TextTokens texts =
        new TextTokens(
            text -> tokens(tokenizer.encode(settings.words(text))),
            settings.pad(),
            settings.needsPromptTokens() ? ofPrompt(tokenizer.encode(settings.words(""))) : 0,
            pooled -> {
              List<String> facts = new ArrayList<>(settings.facts(pooled));
              if (alone) {
                facts.add("one text a run, because the model quantises by run");
              }
              return facts;
            });
    return new TextBatches(
        texts,
        settings.pipeline(),
        new LengthBuckets(settings.maxLength(), alone ? 1 : options.batch()),
        inputNames,
        alone);
  }

  private static Tokens tokens(Encoding encoding) {
    return new Tokens(encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
  }

  /** Counts the tokens of a prompt without a special token at its end. */
  private static int ofPrompt(Encoding prompt) {
    long[] special = prompt.getSpecialTokenMask();
    int count = special.length;
    return count > 0 && special[count - 1] == 1 ? count - 1 : count;
  }

  TextTokens tokenizedBy(Function<String, Tokens> other) {
    return new TextTokens(other, pad, promptTokens, facts);
  }

  Tokens tokens(String text) {
    return tokenizer.apply(text);
  }

  OptionalLong pad() {
    return pad;
  }

  int promptTokens() {
    return promptTokens;
  }

  List<String> facts(boolean pooled) {
    return facts.apply(pooled);
  }
}
