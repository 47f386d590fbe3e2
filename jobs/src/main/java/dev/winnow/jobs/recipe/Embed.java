package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.transforms.kernel.Device;
import java.util.Map;
import java.util.TreeMap;

/**
 * How examples become vectors: one encoder.
 *
 * @param name null for the one encoder of a recipe that gives it none
 * @param of null unless the examples are pairs
 * @param params sorted by name; empty when there are none
 */
public record Embed(
    @Key(
            value =
                "Of several encoders: the name that tables and columns have of it; made of its side or"
                    + " its encoder if not said.",
            pattern = "[a-z][a-z0-9_]{0,39}")
        String name,
    @Key("For modality pair: the side that is embedded.") Side of,
    @Key(
            "The encoder: patch-kmeans for images, tfidf-svd for texts, column for embeddings if not said.")
        EncoderKind encoder,
    @Key(
            "djl: path or URI of an ONNX or TorchScript model, of a folder with model.onnx or model.pt, or of a zip or tar of one; spark-ml: of a saved Spark ML transformer.")
        String model,
    @Key("spark-ml: class name of an org.apache.spark.ml.Transformer; or model.")
        @JsonProperty("class")
        String className,
    @Key("spark-ml: the transformer's parameters, by their names.") Map<String, Object> params,
    @Key(value = "djl: sha256 that the model must have.", pattern = "[0-9a-fA-F]{64}")
        String sha256,
    @Key("djl: name of the model's output; the first if not said.") String output,
    @Key("djl, texts: how token vectors become one.") Pooling pooling,
    @Key("djl, texts: put before every text.") String prefix,
    @Key(value = "djl, texts: most tokens of a text.", min = 1, max = 1_000_000) Integer maxLength,
    @Key(value = "djl: where the model runs.", byDefault = "auto") Device device,
    @Key(value = "djl: what runs the model; auto goes by the model's file.", byDefault = "auto")
        ModelEngine engine,
    @Key(value = "Rows given to the encoder at once.", byDefault = "64", min = 1, max = 65536)
        int batch,
    @Key(
            value = "patch-kmeans, tfidf-svd: length of the vectors.",
            byDefault = "256",
            min = 1,
            max = 4096)
        int dim,
    @Key("djl, images: overrides of the model's preprocessor_config.json.")
        Preprocessing preprocessing) {

  public Embed {
    params = params == null ? new TreeMap<>() : new TreeMap<>(params);
  }
}
