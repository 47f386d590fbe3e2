package dev.winnow.transforms.embed.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * Transformer with the setters of DJL's TextEmbedder and without Params. Its vectors are {length of
 * the text, batch size, length of the model's URL}; the texts none, zero, nan and short get no
 * vector, the zero vector, NaN, and a vector of two floats.
 */
public final class SetterEmbedder extends Transformer {

  private String inputCol;
  private String outputCol;
  private String engine;
  private String modelUrl = "";
  private int batchSize = 100;
  private Class<?> outputClass;
  private Map<String, String> arguments = Map.of();
  private Seq<String> names;

  public SetterEmbedder setInputCol(String value) {
    inputCol = value;
    return this;
  }

  public SetterEmbedder setOutputCol(String value) {
    outputCol = value;
    return this;
  }

  public SetterEmbedder setEngine(String value) {
    engine = value;
    return this;
  }

  public SetterEmbedder setModelUrl(String value) {
    modelUrl = value;
    return this;
  }

  /** Refuses sizes below 1. */
  public SetterEmbedder setBatchSize(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1");
    }
    batchSize = value;
    return this;
  }

  public SetterEmbedder setOutputClass(Class<?> value) {
    outputClass = value;
    return this;
  }

  public SetterEmbedder setArguments(Map<String, String> value) {
    arguments = value;
    return this;
  }

  public SetterEmbedder setNames(Seq<String> value) {
    names = value;
    return this;
  }

  String settings() {
    return engine
        + " "
        + modelUrl
        + " "
        + batchSize
        + " "
        + outputClass
        + " "
        + arguments
        + " "
        + names;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    float batch = batchSize;
    float url = modelUrl.length();
    UDF1<String, float[]> embed =
        text ->
            switch (text) {
              case "none" -> null;
              case "zero" -> new float[3];
              case "nan" -> new float[] {Float.NaN, 1, 1};
              case "short" -> new float[] {1, 1};
              default -> new float[] {text.length(), batch, url};
            };
    return dataset
        .toDF()
        .withColumn(
            outputCol,
            udf(embed, DataTypes.createArrayType(DataTypes.FloatType)).apply(col(inputCol)));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add(outputCol, DataTypes.createArrayType(DataTypes.FloatType));
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return this;
  }

  @Override
  public String uid() {
    return "setters";
  }
}
