package dev.winnow.transforms.embed.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;

/**
 * Transformer with Params and without setters. Its vectors are the weights times the number of
 * bytes.
 */
public final class ParamsEmbedder extends Transformer {

  private final Param<String> inputCol = new Param<>("params", "inputCol", "bytes");
  private final Param<String> outputCol = new Param<>("params", "outputCol", "vectors");
  private final DoubleArrayParam weights = new DoubleArrayParam(this, "weights", "factors");
  private final StringArrayParam words = new StringArrayParam(this, "words", "any");
  private final BooleanParam deep = new BooleanParam("params", "deep", "any");
  private final IntParam depth =
      new IntParam("params", "depth", "at least 1", ParamValidators.gtEq(1));
  private final Param<Object> extra = new Param<>("params", "extra", "anything");

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public DoubleArrayParam weights() {
    return weights;
  }

  public StringArrayParam words() {
    return words;
  }

  public BooleanParam deep() {
    return deep;
  }

  public IntParam depth() {
    return depth;
  }

  public Param<Object> extra() {
    return extra;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    double[] factors = getOrDefault(weights);
    UDF1<byte[], Vector> embed =
        bytes -> {
          double[] values = factors.clone();
          for (int i = 0; i < values.length; i++) {
            values[i] *= bytes.length;
          }
          return Vectors.dense(values).compressed();
        };
    return dataset
        .toDF()
        .withColumn(
            getOrDefault(outputCol),
            udf(embed, SQLDataTypes.VectorType()).apply(col(getOrDefault(inputCol))));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add(getOrDefault(outputCol), SQLDataTypes.VectorType());
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return "params";
  }
}
