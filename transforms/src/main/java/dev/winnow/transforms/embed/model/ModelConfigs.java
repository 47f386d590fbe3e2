package dev.winnow.transforms.embed.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Files beside a model that decide its vectors. For texts these are the tokenizer's files and those
 * of sentence-transformers, for images the settings of the processor.
 */
public final class ModelConfigs {

  /** List of the modules of a sentence-transformers model. */
  public static final String MODULES = "modules.json";

  /** Length of texts and their case, in sentence-transformers. */
  public static final String SENTENCE = "sentence_bert_config.json";

  /** Prompts, in sentence-transformers. */
  public static final String PROMPTS = "config_sentence_transformers.json";

  /** Pooling where no list of modules names another folder. */
  public static final String POOLING = "1_Pooling/config.json";

  public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  public static final String SPECIAL_TOKENS = "special_tokens_map.json";
  public static final String CONFIG = "config.json";

  /** Weights of a module that Winnow applies. */
  public static final String WEIGHTS = "model.safetensors";

  private static final List<String> OF_TEXTS =
      List.of(
          ModelFiles.TOKENIZER,
          TOKENIZER_CONFIG,
          SPECIAL_TOKENS,
          CONFIG,
          MODULES,
          SENTENCE,
          PROMPTS,
          POOLING);

  /**
   * Returns the paths of the files that exist, relative to the folder of the configs. A model with
   * a tokenizer.json is a model for texts.
   *
   * @throws ModelRejected if modules.json names a folder outside
   * @throws ModelUnsupported if modules.json is not JSON or has no module, or the tokenizer of its
   *     transformer is not beside it
   */
  static List<String> of(ModelSource source) throws IOException {
    List<String> wanted = new ArrayList<>();
    boolean texts = source.has(ModelFiles.TOKENIZER);
    wanted.addAll(texts ? OF_TEXTS : List.of(ModelFiles.PREPROCESSOR));
    if (source.has(MODULES)) {
      for (JsonNode module : modules(source)) {
        String type = module.path("type").asText("");
        if (!texts && type.endsWith(".Transformer")) {
          throw new ModelUnsupported(
              "a model with modules.json must have its tokenizer.json beside it, "
                  + source.root()
                  + " has none; save the fast tokenizer there");
        }
        String folder = folder(source, module);
        if (texts && !folder.isEmpty()) {
          add(folder + "/" + CONFIG, wanted);
          if (type.endsWith(".Dense")) {
            add(folder + "/" + WEIGHTS, wanted);
          }
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (String path : wanted) {
      if (source.has(path)) {
        found.add(path);
      }
    }
    return found;
  }

  private static void add(String path, List<String> wanted) {
    if (!wanted.contains(path)) {
      wanted.add(path);
    }
  }

  private static JsonNode modules(ModelSource source) throws IOException {
    try (InputStream in = source.openConfig(MODULES)) {
      JsonNode modules = new ObjectMapper().readTree(in);
      if (modules.isEmpty()) {
        throw new ModelUnsupported(
            "modules.json of a model must list its modules, that of "
                + source.root()
                + " has none; copy it again");
      }
      return modules;
    } catch (JsonProcessingException e) {
      throw new ModelUnsupported(
          "modules.json of a model must be JSON, that of "
              + source.root()
              + " is not; copy it again",
          e);
    }
  }

  /** Returns the folder of a module; empty for the model's own. */
  private static String folder(ModelSource source, JsonNode module) {
    String path = module.path("path").asText("");
    String fault = RelativePath.fault(path);
    if (fault != null) {
      throw new ModelRejected(
          "modules.json of a model must name folders beside it, that of "
              + source.root()
              + " names \""
              + path.replaceAll("\\p{Cntrl}", "?")
              + "\", which "
              + fault);
    }
    return RelativePath.normal(path);
  }

  private ModelConfigs() {}
}
