package dev.winnow.transforms.embed.ml;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.winnow.transforms.embed.EncodedRows;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.ModelNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Runs any Spark ML transformer over texts or image bytes.
 *
 * <p>Input and output are those of {@link Encoding}. The transformer gets three columns: two
 * columns of Winnow, which it must leave unchanged, and the content under the name {@code
 * inputCol}. Its column {@code outputCol} must be array&lt;float&gt;, array&lt;double&gt; or a
 * vector. Doubles are rounded to float, a null element counts as NaN, and a null vector is refused
 * with the code {@code no_vector}. A row that the transformer drops has no result. An exception of
 * the transformer in a task fails the job. Lazy if the transformer is lazy.
 */
public final class MlEncoding {

  private static final String KEY = "winnow_key";
  private static final String SHA256 = "winnow_content_sha256";
  private static final String INPUT = "inputCol";
  private static final String OUTPUT = "outputCol";
  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final Transformer transformer;
  private final String content;
  private final String input;
  private final String output;
  private final String name;

  /**
   * Sets the parameters of the transformer. {@code inputCol} and {@code outputCol} name the
   * columns, also for a transformer without such parameters, for example a pipeline. Their defaults
   * are {@code content} and {@code embedding}.
   *
   * @param origin identity of the transformer apart from its parameters: class name or content hash
   * @param params parameters by name
   * @param content column of the inputs: text or content
   * @throws InvalidTransformer if a parameter is unknown or refuses its value
   */
  public MlEncoding(
      Transformer transformer, String origin, Map<String, Object> params, String content) {
    this(transformer, origin, params, params, content);
  }

  /**
   * Sets the parameters of a transformer, some of which are secrets.
   *
   * @param named parameters that the name of the encoder is made of, without the secrets; Jackson
   *     writes them as JSON
   */
  public MlEncoding(
      Transformer transformer,
      String origin,
      Map<String, Object> params,
      Map<String, Object> named,
      String content) {
    this.transformer = transformer;
    this.content = content;
    this.input = String.valueOf(params.getOrDefault(INPUT, content));
    this.output = String.valueOf(params.getOrDefault(OUTPUT, "embedding"));
    this.name = name(transformer, origin, named);
    params.forEach(
        (param, value) -> {
          if (!param.equals(INPUT) && !param.equals(OUTPUT)) {
            MlTransformers.set(transformer, param, value);
          }
        });
    if (MlTransformers.has(transformer, INPUT)) {
      MlTransformers.set(transformer, INPUT, input);
    }
    if (MlTransformers.has(transformer, OUTPUT)) {
      MlTransformers.set(transformer, OUTPUT, output);
    }
  }

  /** Returns the name of the encoder: the class, and a part that differs between two settings. */
  public String name() {
    return name;
  }

  private static String name(Transformer transformer, String origin, Map<String, Object> params) {
    return ModelNames.of(
        "spark-ml-" + transformer.getClass().getSimpleName(),
        out ->
            out.write(
                (origin + SORTED.writeValueAsString(params)).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Runs the transformer.
   *
   * @throws InvalidTransformer if the transformer refuses its input, or its output is no vector
   */
  public Dataset<Row> apply(Dataset<Row> inputs) {
    Dataset<Row> rows =
        inputs
            .where(functions.col(content).isNotNull())
            .select(
                functions.col("key").as(KEY),
                functions.col(CONTENT_SHA256).as(SHA256),
                functions.col(content).as(input));
    Dataset<Row> outputs;
    DataType type;
    try {
      outputs = transformer.transform(rows).select(KEY, SHA256, output);
      type = outputs.schema().apply(output).dataType();
    } catch (Exception e) {
      // Exception, because Spark throws AnalysisException from methods that do not declare it.
      throw new InvalidTransformer(
          named()
              + " can't turn column "
              + input
              + " into column "
              + output
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
    boolean isArray =
        type instanceof ArrayType array
            && (array.elementType().equals(DataTypes.FloatType)
                || array.elementType().equals(DataTypes.DoubleType));
    if (!isArray && !type.equals(SQLDataTypes.VectorType())) {
      throw new InvalidTransformer(
          named()
              + " must produce array<float>, array<double> or a vector, column "
              + output
              + " is "
              + type.simpleString());
    }
    return outputs.map((MapFunction<Row, Row>) MlEncoding::encoded, Encoders.row(Encoding.SCHEMA));
  }

  private String named() {
    return "the transformer " + transformer.getClass().getName();
  }

  private static Row encoded(Row row) {
    if (row.isNullAt(2)) {
      return EncodedRows.refused(
          row, "no_vector", "embedding must be a vector, the transformer gave null");
    }
    if (row.get(2) instanceof Vector vector) {
      double[] values = vector.toArray();
      float[] raw = new float[values.length];
      for (int j = 0; j < raw.length; j++) {
        raw[j] = (float) values[j];
      }
      return EncodedRows.of(row, raw);
    }
    List<? extends Number> array = row.getList(2);
    return EncodedRows.of(row, EncodedRows.floats(array));
  }
}
