package dev.winnow.transforms.embed.sentence;

import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Settings of a text encoder: those of the recipe, else those of the files beside the model, as
 * sentence-transformers reads them.
 *
 * @param prompt words before every text; empty for none
 * @param strips true to strip white space from both ends of the prompt with its text
 * @param lowerCase true to turn texts into lower case
 * @param maxLength largest number of tokens
 * @param pad number of the token that fills up short texts; empty where no file names one
 * @param pipeline steps from the tokens' vectors to the text's
 * @param facts settings in words, each with the file that says so
 */
public record TextSettings(
    String prompt,
    boolean strips,
    boolean lowerCase,
    int maxLength,
    OptionalLong pad,
    SentencePipeline pipeline,
    List<String> facts) {

  /**
   * Reads the files of a model's folder.
   *
   * @throws ModelUnsupported if a file is not JSON, the recipe names a prompt that the model does
   *     not have, or it asks for more tokens than the model has positions
   */
  public static TextSettings read(Path folder, DjlOptions options) {
    Configs configs = new Configs(folder);
    TextLength length = TextLength.read(configs, options);
    TextPrompt prompt = TextPrompt.read(configs, options);
    boolean lower = configs.read(ModelConfigs.SENTENCE).path("do_lower_case").asBoolean();
    List<String> facts = new ArrayList<>();
    facts.add("at most " + length.tokens() + " tokens (" + length.origin() + ")");
    if (lower) {
      facts.add("lower case (" + ModelConfigs.SENTENCE + ")");
    }
    if (prompt.fact() != null) {
      facts.add(prompt.fact());
    }
    return new TextSettings(
        prompt.text(),
        configs.has(ModelConfigs.MODULES) || configs.has(ModelConfigs.SENTENCE),
        lower,
        length.tokens(),
        PadToken.id(configs),
        SentencePipeline.read(configs, options),
        facts);
  }

  /** Returns true if the vectors depend on the number of the prompt's tokens. */
  public boolean needsPromptTokens() {
    return !prompt.isEmpty() && pipeline.leavesPromptOut();
  }

  /** Returns the words that are tokenized for a text. */
  public String words(String text) {
    String words = prompt + text;
    if (strips) {
      words = stripped(words);
    }
    return lowerCase ? words.toLowerCase(Locale.ROOT) : words;
  }

  /** Strips the characters that Python strips. */
  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  /**
   * Returns all settings in words.
   *
   * @param pooled true if the model's output is one vector per text
   */
  public List<String> facts(boolean pooled) {
    List<String> all = new ArrayList<>();
    if (pooled) {
      all.add("pooled by the model");
    } else {
      all.addAll(pipeline.facts());
    }
    all.addAll(facts);
    return all;
  }
}
