package dev.winnow.transforms.embed.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.djl.DjlModels;
import dev.winnow.transforms.embed.model.DjlEngine;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Embeds texts or image bytes through an ONNX or TorchScript model, as a stage of Spark ML
 * pipelines. The setters {@code inputCol}, {@code outputCol}, {@code engine}, {@code modelUrl} and
 * {@code batchSize} are those of DJL's own Spark extension.
 *
 * <p>The input column is string or binary; the output column, array&lt;float&gt;, is the last
 * column and holds the model's vector, not normalised, with the bits of {@link DjlEncoder}. It is
 * null if the input is null, its bytes are not a readable image, or the model takes images of one
 * size and this one has another; a text without tokens gives the zero vector. Rows keep their
 * order. A model is loaded once per executor JVM and set of options, and stays loaded as long as
 * the JVM. Lazy: starts no Spark job. A model that can't be loaded fails the task, with the
 * exceptions of {@link DjlEncoder#load}.
 */
public final class DjlEmbedder extends Transformer implements DefaultParamsWritable {

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> engine;
  private final Param<String> modelUrl;
  private final Param<String> sha256;
  private final Param<String> output;
  private final Param<String> pooling;
  private final Param<String> prefix;
  private final Param<String> preprocessing;
  private final Param<String> device;
  private final IntParam maxLength;
  private final IntParam batchSize;
  private final IntParam threads;

  public DjlEmbedder() {
    this(Identifiable$.MODULE$.randomUID("DjlEmbedder"));
  }

  /** Creates a stage with a given uid. Spark copies and loads stages by this constructor. */
  public DjlEmbedder(String uid) {
    // Set first, because every Param stores the uid of its stage.
    this.uid = uid;
    this.inputCol = new Param<>(this, "inputCol", "name of the column of texts or image bytes");
    this.outputCol = new Param<>(this, "outputCol", "name of the added column of vectors");
    this.engine =
        word(
            "engine",
            "DJL's engine: OnnxRuntime or PyTorch; auto for the engine of the model's file",
            DjlEngine.AUTO,
            DjlEngine.ONNXRUNTIME.djlName(),
            DjlEngine.PYTORCH.djlName());
    this.modelUrl =
        new Param<>(
            this,
            "modelUrl",
            "path or URI of an ONNX or TorchScript model, of a folder or an archive that holds"
                + " model.onnx or model.pt");
    this.sha256 = new Param<>(this, "sha256", "required hex sha256 of the model");
    this.output = new Param<>(this, "output", "name of the model's output");
    this.pooling =
        word(
            "pooling",
            "pooling of the token vectors of texts: mean, cls, last or none",
            "mean",
            "cls",
            "last",
            "none");
    this.prefix = new Param<>(this, "prefix", "prefix that is put before every text");
    this.preprocessing =
        new Param<>(
            this,
            "preprocessing",
            "JSON object that overrides keys of preprocessor_config.json, for images");
    this.device =
        word("device", "device that runs the model: auto, cpu or gpu", "auto", "cpu", "gpu");
    this.maxLength = count("maxLength", "largest number of tokens of a text; longer texts are cut");
    this.batchSize = count("batchSize", "number of rows in each run of the model");
    this.threads = count("threads", "number of threads of one operator");
    setDefault(inputCol, "text");
    setDefault(outputCol, "embedding");
    setDefault(engine, DjlEngine.AUTO);
    setDefault(device, "auto");
    setDefault(batchSize, 64);
    setDefault(threads, 1);
  }

  private Param<String> word(String name, String doc, String... words) {
    return new Param<>(this, name, doc, ParamValidators.inArray(List.of(words)));
  }

  private IntParam count(String name, String doc) {
    return new IntParam(this, name, doc, ParamValidators.gtEq(1));
  }

  /** Loads a stage that {@code save} wrote. */
  public static DjlEmbedder load(String path) {
    return read().load(path);
  }

  public static MLReader<DjlEmbedder> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    int input = dataset.schema().fieldIndex(getOrDefault(inputCol));
    EncoderSource source = DjlModels.source(options(dataset.sparkSession()));
    int batch = (Integer) getOrDefault(batchSize);
    return dataset
        .toDF()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new EmbeddedRows(rows, source, batch, input),
            Encoders.row(schema));
  }

  /**
   * Adds the output column to a schema.
   *
   * @throws IllegalArgumentException if the model is not set, the input column is missing or holds
   *     neither texts nor bytes, or the output column already exists
   */
  @Override
  public StructType transformSchema(StructType schema) {
    if (!isDefined(modelUrl)) {
      throw new IllegalArgumentException("modelUrl must be set, it is not");
    }
    String in = getOrDefault(inputCol);
    String out = getOrDefault(outputCol);
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(in)) {
      throw new IllegalArgumentException(
          "inputCol must be a column, got " + in + "; the columns are " + names);
    }
    DataType type = schema.apply(in).dataType();
    if (!type.equals(DataTypes.StringType) && !type.equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          "inputCol must be a column of string or binary, " + in + " is " + type.simpleString());
    }
    if (names.contains(out)) {
      throw new IllegalArgumentException(
          "outputCol must be a new column, " + out + " already exists");
    }
    return schema.add(out, DataTypes.createArrayType(DataTypes.FloatType, false), true);
  }

  private DjlOptions options(SparkSession spark) {
    String model = getOrDefault(modelUrl);
    Map<String, String> hadoop = new HashMap<>();
    if (model.contains(":")) {
      spark
          .sparkContext()
          .hadoopConfiguration()
          .forEach(entry -> hadoop.put(entry.getKey(), entry.getValue()));
    }
    return new DjlOptions(
        model,
        orNull(sha256),
        orNull(output),
        orNull(pooling),
        orNull(prefix),
        isDefined(maxLength) ? (Integer) getOrDefault(maxLength) : null,
        getOrDefault(device),
        getOrDefault(engine).toLowerCase(Locale.ROOT),
        (Integer) getOrDefault(batchSize),
        (Integer) getOrDefault(threads),
        overrides(),
        hadoop);
  }

  private Map<String, Object> overrides() {
    if (!isDefined(preprocessing)) {
      return Map.of();
    }
    String json = getOrDefault(preprocessing);
    try {
      return new ObjectMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "preprocessing must be a JSON object, got " + json + ": " + e.getOriginalMessage(), e);
    }
  }

  private String orNull(Param<String> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }

  @Override
  public DjlEmbedder copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  // Spark finds parameters by the public methods that return a Param.

  public Param<String> inputCol() {
    return inputCol;
  }

  public DjlEmbedder setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public DjlEmbedder setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  public Param<String> engine() {
    return engine;
  }

  public DjlEmbedder setEngine(String value) {
    set(engine, value);
    return this;
  }

  public Param<String> modelUrl() {
    return modelUrl;
  }

  public DjlEmbedder setModelUrl(String value) {
    set(modelUrl, value);
    return this;
  }

  public Param<String> sha256() {
    return sha256;
  }

  public DjlEmbedder setSha256(String value) {
    set(sha256, value);
    return this;
  }

  public Param<String> output() {
    return output;
  }

  public DjlEmbedder setOutput(String value) {
    set(output, value);
    return this;
  }

  public Param<String> pooling() {
    return pooling;
  }

  public DjlEmbedder setPooling(String value) {
    set(pooling, value);
    return this;
  }

  public Param<String> prefix() {
    return prefix;
  }

  public DjlEmbedder setPrefix(String value) {
    set(prefix, value);
    return this;
  }

  public Param<String> preprocessing() {
    return preprocessing;
  }

  public DjlEmbedder setPreprocessing(String value) {
    set(preprocessing, value);
    return this;
  }

  public Param<String> device() {
    return device;
  }

  public DjlEmbedder setDevice(String value) {
    set(device, value);
    return this;
  }

  public IntParam maxLength() {
    return maxLength;
  }

  public DjlEmbedder setMaxLength(int value) {
    set(maxLength, value);
    return this;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public DjlEmbedder setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  public IntParam threads() {
    return threads;
  }

  public DjlEmbedder setThreads(int value) {
    set(threads, value);
    return this;
  }
}
