package dev.winnow.transforms.score;

import dev.winnow.transforms.task.Batched;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Metrics of trained probes, computed in one pass over the rows. They are null where a row has no
 * label. Lazy: no Spark job. Cost: {@code 2 PROBES classes dim} operations a row, and EPOCHS times
 * as many for a metric that reads every epoch. Every executor holds the weights; see {@link
 * SoftmaxProbes}.
 */
public final class ProbeScores {

  private final SoftmaxProbes probes;
  private final LabelClasses classes;
  private final List<ProbeMetric> metrics;

  /**
   * @param probes probes trained on these classes, with the weights of every epoch if a metric
   *     needs them
   * @param metrics at least one metric
   */
  public ProbeScores(SoftmaxProbes probes, LabelClasses classes, List<ProbeMetric> metrics) {
    this.probes = probes;
    this.classes = classes;
    this.metrics = List.copyOf(metrics);
  }

  /** Returns the id and a column for each metric, for rows of (id, embedding, label). */
  public Dataset<Row> apply(Dataset<Row> labelled) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(labelled.sparkSession().sparkContext());
    Broadcast<SoftmaxProbes> shipped = spark.broadcast(probes);
    Broadcast<LabelClasses> labels = spark.broadcast(classes);
    StructType schema = new StructType().add("id", DataTypes.StringType, false);
    for (ProbeMetric metric : metrics) {
      schema = schema.add(metric.column(), DataTypes.DoubleType, true);
    }
    List<ProbeMetric> asked = metrics;
    return LabelledVector.of(labelled, 0)
        .mapPartitions(
            (MapPartitionsFunction<LabelledVector, Row>)
                rows -> scored(rows, labels.value(), shipped.value(), asked),
            Encoders.row(schema));
  }

  private static Iterator<Row> scored(
      Iterator<LabelledVector> rows,
      LabelClasses classes,
      SoftmaxProbes probes,
      List<ProbeMetric> metrics) {
    SoftmaxProbe softmax = probes.softmax();
    boolean everyEpoch = metrics.stream().anyMatch(ProbeMetric::needsEveryEpoch);
    return Batched.map(
        rows,
        row -> {
          Object[] values = new Object[metrics.size() + 1];
          values[0] = row.getId();
          int label = classes.index(row.getLabel());
          if (label >= 0) {
            ProbeOutputs outputs =
                probes.outputs(softmax, row.vector(probes.dim()), label, everyEpoch);
            for (int i = 0; i < metrics.size(); i++) {
              values[i + 1] = metrics.get(i).hardness(outputs);
            }
          }
          return RowFactory.create(values);
        });
  }
}
