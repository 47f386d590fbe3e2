package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pooling of the vectors of a text's tokens into one vector. Several modes are computed one after
 * the other and joined.
 *
 * @param modes modes in the order of their vectors, at least one
 * @param includePrompt false to leave the tokens of the prompt out; {@code cls} takes the first
 *     token all the same
 * @param origin file or words that say the pooling, for the card
 */
record TokenPooling(List<Mode> modes, boolean includePrompt, String origin) {

  /** Way to make one vector of many; constants in the order in which vectors are joined. */
  enum Mode {
    CLS("cls", "pooling_mode_cls_token"),
    MAX("max", "pooling_mode_max_tokens"),
    MEAN("mean", "pooling_mode_mean_tokens"),
    MEAN_SQRT_LEN("mean_sqrt_len", "pooling_mode_mean_sqrt_len_tokens"),
    WEIGHTED_MEAN("weightedmean", "pooling_mode_weightedmean_tokens"),
    LAST("lasttoken", "pooling_mode_lasttoken");

    private final String word;
    private final String key;

    Mode(String word, String key) {
      this.word = word;
      this.key = key;
    }
  }

  /** Returns one mode that includes the prompt. */
  static TokenPooling of(Mode mode, String origin) {
    return new TokenPooling(List.of(mode), true, origin);
  }

  /**
   * Reads a config of sentence-transformers: a flag for each mode, or the words of {@code
   * pooling_mode}.
   *
   * @param file name of the config, for messages and the card
   * @throws ModelUnsupported if it asks for no mode, or for one that is not known
   */
  static TokenPooling read(JsonNode config, String file) {
    List<Mode> modes = new ArrayList<>();
    JsonNode named = config.path("pooling_mode");
    if (named.isTextual() || named.isArray()) {
      List<JsonNode> words = new ArrayList<>();
      (named.isArray() ? named : List.of(named)).forEach(words::add);
      words.forEach(word -> modes.add(named(word.asText(), file)));
    } else {
      config
          .properties()
          .forEach(
              field -> {
                if (field.getKey().startsWith("pooling_mode_") && field.getValue().asBoolean()) {
                  modes.add(flagged(field.getKey(), file));
                }
              });
      modes.sort(null);
    }
    if (modes.isEmpty()) {
      throw new ModelUnsupported(
          file + " of the model must ask for a pooling, it asks for none; set embed.pooling");
    }
    return new TokenPooling(modes, config.path("include_prompt").asBoolean(true), file);
  }

  private static Mode named(String word, String file) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.word.equals(word))
        .findFirst()
        .orElseThrow(() -> unknown(word, file));
  }

  private static Mode flagged(String key, String file) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.key.equals(key))
        .findFirst()
        .orElseThrow(() -> unknown(key, file));
  }

  private static ModelUnsupported unknown(String asked, String file) {
    return new ModelUnsupported(
        file
            + " of the model asks for the pooling "
            + asked
            + ", which Winnow does not have; use an output of the model that is pooled already, by"
            + " embed.output");
  }

  String words() {
    return modes.stream().map(mode -> mode.word).collect(Collectors.joining(" + "))
        + (includePrompt ? "" : " without the prompt");
  }

  /**
   * Pools tokens.
   *
   * @param values vectors of the tokens, row-major
   * @param base position of the first token's vector
   * @param dim length of a token's vector
   * @param tokens number of tokens, at least 1
   * @param prompt tokens at the beginning that belong to the prompt
   */
  float[] pool(float[] values, int base, int dim, int tokens, int prompt) {
    float[] joined = new float[modes.size() * dim];
    int from = includePrompt ? 0 : Math.min(prompt, tokens);
    for (int m = 0; m < modes.size(); m++) {
      int at = m * dim;
      switch (modes.get(m)) {
        case CLS -> System.arraycopy(values, base, joined, at, dim);
        case LAST -> System.arraycopy(values, base + (tokens - 1) * dim, joined, at, dim);
        case MAX -> max(values, base, dim, from, tokens, joined, at);
        case MEAN -> sum(values, base, dim, from, tokens, false, tokens - from, joined, at);
        case MEAN_SQRT_LEN ->
            sum(values, base, dim, from, tokens, false, Math.sqrt(tokens - from), joined, at);
        case WEIGHTED_MEAN ->
            sum(
                values,
                base,
                dim,
                from,
                tokens,
                true,
                (tokens * (tokens + 1.0) - from * (from + 1.0)) / 2,
                joined,
                at);
      }
    }
    return joined;
  }

  private static void max(
      float[] values, int base, int dim, int from, int to, float[] into, int at) {
    for (int j = 0; j < dim; j++) {
      float greatest = from == to ? 0 : Float.NEGATIVE_INFINITY;
      for (int t = from; t < to; t++) {
        greatest = Math.max(greatest, values[base + t * dim + j]);
      }
      into[at + j] = greatest;
    }
  }

  /**
   * Adds vectors up and divides them.
   *
   * @param weighted true for the position, from 1, as the weight of a token
   */
  private static void sum(
      float[] values,
      int base,
      int dim,
      int from,
      int to,
      boolean weighted,
      double divisor,
      float[] into,
      int at) {
    double[] sums = new double[dim];
    for (int t = from; t < to; t++) {
      int weight = weighted ? t + 1 : 1;
      for (int j = 0; j < dim; j++) {
        sums[j] += (double) weight * values[base + t * dim + j];
      }
    }
    for (int j = 0; j < dim; j++) {
      into[at + j] = from == to ? 0 : (float) (sums[j] / divisor);
    }
  }
}
