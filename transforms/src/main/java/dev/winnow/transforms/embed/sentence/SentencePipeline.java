package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps from the vectors of a text's tokens to the vector of the text: the pooling and the modules
 * after it. A model whose output is one vector per text needs none of them.
 */
public final class SentencePipeline {

  private static final String OURS = "sentence_transformers.";

  private final TokenPooling pooling;
  private final List<SentenceModule> modules;
  private final ModelUnsupported fault;

  /**
   * @param fault exception for every text; null if the pipeline can run
   */
  private SentencePipeline(
      TokenPooling pooling, List<SentenceModule> modules, ModelUnsupported fault) {
    this.pooling = pooling;
    this.modules = modules;
    this.fault = fault;
  }

  /**
   * Reads the modules beside a model. The recipe's pooling replaces that of the modules. Without
   * either it is the mean, and the card says that this is assumed.
   */
  static SentencePipeline read(Configs configs, DjlOptions options) {
    try {
      List<SentenceModule> modules = new ArrayList<>();
      TokenPooling pooling = modules(configs, modules);
      if (options.pooling() != null) {
        pooling = ofRecipe(options.pooling());
      } else if (pooling == null) {
        pooling =
            TokenPooling.of(
                TokenPooling.Mode.MEAN, "assumed, because no file of the model names the pooling");
      }
      return new SentencePipeline(pooling, modules, null);
    } catch (ModelUnsupported e) {
      // Harmless if the model's output is one vector per text, which only its first run shows.
      return new SentencePipeline(null, List.of(), e);
    }
  }

  /** Returns the pipeline of a pooling alone, by its word in recipes. */
  public static SentencePipeline of(String pooling) {
    try {
      return new SentencePipeline(ofRecipe(pooling), List.of(), null);
    } catch (ModelUnsupported e) {
      return new SentencePipeline(null, List.of(), e);
    }
  }

  private static TokenPooling ofRecipe(String word) {
    TokenPooling.Mode mode =
        switch (word) {
          case "mean" -> TokenPooling.Mode.MEAN;
          case "cls" -> TokenPooling.Mode.CLS;
          case "last" -> TokenPooling.Mode.LAST;
          default ->
              throw new ModelUnsupported(
                  "embed.pooling must be mean, cls or last for an output per token, got " + word);
        };
    return TokenPooling.of(mode, "recipe");
  }

  /** Reads the modules after the pooling; returns the pooling, or null without any. */
  private static TokenPooling modules(Configs configs, List<SentenceModule> after) {
    TokenPooling pooling = null;
    if (!configs.has(ModelConfigs.MODULES)) {
      return configs.has(ModelConfigs.POOLING)
          ? TokenPooling.read(configs.read(ModelConfigs.POOLING), ModelConfigs.POOLING)
          : null;
    }
    for (JsonNode module : configs.read(ModelConfigs.MODULES)) {
      String type = module.path("type").asText();
      String name = type.substring(type.lastIndexOf('.') + 1);
      String folder = module.path("path").asText("");
      boolean later = pooling != null;
      if (!type.startsWith(OURS)) {
        throw unknown(type);
      }
      if (name.equals("Pooling") && !later) {
        String file = folder + "/" + ModelConfigs.CONFIG;
        pooling = TokenPooling.read(configs.read(file), file);
      } else if (name.equals("Normalize") && later) {
        after.add(new SentenceModule.Normalize());
      } else if (name.equals("Dense") && later) {
        after.add(SentenceModule.Dense.read(configs, folder));
      } else if (!name.equals("Dropout") && (later || !name.equals("Transformer"))) {
        throw unknown(type);
      }
    }
    return pooling;
  }

  private static ModelUnsupported unknown(String type) {
    return new ModelUnsupported(
        "modules.json of the model names the module "
            + type
            + " in a place where Winnow does not apply it; it applies Transformer, then Pooling,"
            + " then Dense, Dropout and Normalize. Export the model with all its modules, and set"
            + " embed.output to the output that is one vector per text");
  }

  /**
   * Makes the vector of a text.
   *
   * @param values vectors of the tokens, row-major
   * @param base position of the first token's vector
   * @param dim length of a token's vector
   * @param tokens number of tokens; without any the result is the zero vector
   * @param prompt tokens at the beginning that belong to the prompt
   * @throws ModelUnsupported if the model's files ask for a step that Winnow does not have
   */
  public float[] apply(float[] values, int base, int dim, int tokens, int prompt) {
    if (fault != null) {
      throw fault;
    }
    if (tokens == 0) {
      int length = pooling.modes().size() * dim;
      for (SentenceModule module : modules) {
        length = module.length(length);
      }
      return new float[length];
    }
    float[] vector = pooling.pool(values, base, dim, tokens, prompt);
    for (SentenceModule module : modules) {
      vector = module.apply(vector);
    }
    return vector;
  }

  /** Returns true if the tokens of the prompt are left out of the pooling. */
  boolean leavesPromptOut() {
    return pooling != null && !pooling.includePrompt();
  }

  /** Returns the steps in words, each with the file that says so. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    if (pooling != null) {
      facts.add("pooling " + pooling.words() + " (" + pooling.origin() + ")");
      modules.forEach(module -> facts.add(module.words()));
    }
    return facts;
  }
}
