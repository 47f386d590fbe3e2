package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.transforms.kernel.Device;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of one encoder, which turns examples into embeddings.
 *
 * @param name null if the recipe has one encoder and gives it no name
 * @param of null unless the examples are pairs
 * @param params sorted by name; empty when there are none
 */
public record Embed(
    @Key(
            value =
                "With several encoders: the encoder's name in tables and columns; default: its side"
                    + " or its kind.",
            pattern = "[a-z][a-z0-9_]{0,39}")
        String name,
    @Key("For modality pair: the side that is embedded, image or text.") Side of,
    @Key(
            "Encoder; default: patch-kmeans for images, tfidf-svd for texts, column for embeddings."
                + " The name of a known model stands for djl with this model.")
        EncoderKind encoder,
    @Key(
            value =
                "For djl: name that the command models lists, or path or URI of an ONNX or"
                    + " TorchScript model, of a folder with model.onnx or model.pt, or of a zip or"
                    + " tar of such a folder. For spark-ml: path or URI of a saved Spark ML"
                    + " transformer.",
            path = true)
        String model,
    @Key("For spark-ml, instead of model: class name of an org.apache.spark.ml.Transformer.")
        @JsonProperty("class")
        String className,
    @Key("For spark-ml: parameters of the transformer by name.") Map<String, Object> params,
    @Key(value = "For djl: sha256 that the model must have.", pattern = "[0-9a-fA-F]{64}")
        String sha256,
    @Key("For djl: name of the model's output; default: the first.") String output,
    @Key(
            "For djl and texts: pooling of the token vectors into one vector; default: that of the"
                + " model's files, else mean.")
        Pooling pooling,
    @Key(
            "For djl and texts: prefix that is put before each text, in place of the model's"
                + " default prompt.")
        String prefix,
    @Key("For djl and texts: name of a prompt in the model's config_sentence_transformers.json.")
        String prompt,
    @Key(
            value =
                "For djl and texts: maximum number of tokens of a text; default: that of the"
                    + " model's files.",
            min = 1,
            max = 1_000_000)
        Integer maxLength,
    @Key(value = "For djl: processor that runs the model.", byDefault = "auto") Device device,
    @Key(
            value = "For djl: engine that runs the model; auto: the engine of the model's file.",
            byDefault = "auto")
        ModelEngine engine,
    @Key(value = "Number of rows per batch of the encoder.", byDefault = "64", min = 1, max = 65536)
        int batch,
    @Key(
            value = "For patch-kmeans and tfidf-svd: length of the embeddings.",
            byDefault = "256",
            min = 1,
            max = 4096)
        int dim,
    @Key("For djl and images: overrides of the model's preprocessor_config.json.")
        Preprocessing preprocessing) {

  /** Pooling of the vectors of a text's tokens into one vector. */
  public enum Pooling {
    MEAN,
    CLS,
    LAST,
    NONE
  }

  public Embed {
    params = params == null ? new TreeMap<>() : new TreeMap<>(params);
  }
}
