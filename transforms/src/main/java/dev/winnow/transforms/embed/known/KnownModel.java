package dev.winnow.transforms.embed.known;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelFiles;
import java.util.Map;
import java.util.TreeMap;

/**
 * Text encoder that a recipe can name. Its files are in a jar of a Maven repository; its settings
 * are those of its authors.
 *
 * @param name name in recipes
 * @param artifact last part of the artifact's name
 * @param stem beginning of the names of its files in the jar
 * @param bytes size of the ONNX file
 * @param onnx sha256 of the ONNX file
 * @param tokenizer sha256 of the tokenizer's file
 * @param settings settings of the authors
 */
public record KnownModel(
    String name,
    String artifact,
    String stem,
    long bytes,
    String onnx,
    String tokenizer,
    Settings settings) {

  /**
   * Settings of a model's authors.
   *
   * @param dim length of the vectors
   * @param cls true for the first token's vector, false for the mean of all tokens
   * @param maxLength largest number of tokens
   * @param prompts prompts by name; empty for none
   * @param prompt name of the prompt for vectors that are compared with each other; null for none
   * @param languages languages of the training texts
   * @param licence SPDX identifier of the weights' licence
   */
  record Settings(
      int dim,
      boolean cls,
      int maxLength,
      Map<String, String> prompts,
      String prompt,
      String languages,
      String licence) {}

  private static final String VERSION = "0.36.2";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the Maven coordinate of the jar: group, artifact and version. */
  public String coordinate() {
    return "dev.langchain4j:langchain4j-embeddings-" + artifact + ":" + VERSION;
  }

  /** Returns the file name of the jar. */
  public String jar() {
    return "langchain4j-embeddings-" + artifact + "-" + VERSION + ".jar";
  }

  public int dim() {
    return settings.dim();
  }

  public String languages() {
    return settings.languages();
  }

  public String licence() {
    return settings.licence();
  }

  /** Returns the size of the ONNX file in words. */
  public String size() {
    return Math.round(bytes / 1e6) + " MB";
  }

  /** Returns the entries of the jar by the paths that they get in the model's folder. */
  Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>();
    entries.put("model.onnx", stem + ".onnx");
    entries.put(ModelFiles.TOKENIZER, stem + "-tokenizer.json");
    return entries;
  }

  /** Returns the required digests of these files by the same paths. */
  Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    digests.put("model.onnx", onnx);
    digests.put(ModelFiles.TOKENIZER, tokenizer);
    return digests;
  }

  /**
   * Returns the configs by path, in the layout of sentence-transformers, and a note on the source.
   */
  Map<String, String> configs() {
    Map<String, String> configs = new TreeMap<>();
    ArrayNode modules = JSON.createArrayNode();
    module(modules, "", "Transformer");
    module(modules, "1_Pooling", "Pooling");
    module(modules, "2_Normalize", "Normalize");
    configs.put(ModelConfigs.MODULES, modules.toPrettyString());
    configs.put(
        ModelConfigs.POOLING,
        JSON.createObjectNode()
            .put("word_embedding_dimension", settings.dim())
            .put("pooling_mode_cls_token", settings.cls())
            .put("pooling_mode_mean_tokens", !settings.cls())
            .toPrettyString());
    configs.put(
        ModelConfigs.SENTENCE,
        JSON.createObjectNode()
            .put("max_seq_length", settings.maxLength())
            .put("do_lower_case", false)
            .toPrettyString());
    configs.put(
        ModelConfigs.TOKENIZER_CONFIG,
        JSON.createObjectNode().put("pad_token", "[PAD]").toPrettyString());
    if (settings.prompt() != null) {
      ObjectNode prompts = JSON.createObjectNode();
      new TreeMap<>(settings.prompts()).forEach(prompts::put);
      configs.put(
          ModelConfigs.PROMPTS,
          JSON.createObjectNode()
              .put("default_prompt_name", settings.prompt())
              .<ObjectNode>set("prompts", prompts)
              .toPrettyString());
    }
    configs.put(
        "SOURCE.txt",
        name + " from " + coordinate() + " of Maven Central, licence " + licence() + "\n");
    return configs;
  }

  private static void module(ArrayNode modules, String path, String type) {
    modules
        .addObject()
        .put("idx", modules.size() - 1)
        .put("name", String.valueOf(modules.size() - 1))
        .put("path", path)
        .put("type", "sentence_transformers.models." + type);
  }
}
