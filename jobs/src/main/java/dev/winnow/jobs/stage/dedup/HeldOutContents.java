package dev.winnow.jobs.stage.dedup;

import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.InputTable;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.ingest.Modality;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Contents of held-out examples: the tables of another run that lie beside its table {@code
 * embeddings}.
 *
 * @param examples table examples
 * @param thumbnails table thumbnails; null for other input than images
 */
record HeldOutContents(Dataset<Row> examples, Dataset<Row> thumbnails) {

  private static final String KEY = "dedup.exclude.path";

  /** Returns the tables beside the given one; empty where they are not those of a run. */
  static Optional<HeldOutContents> beside(SparkSession spark, String location, Modality modality) {
    Path embeddings = new Path(location);
    if (!embeddings.getName().equals(Embeddings.SPEC.name()) || embeddings.getParent() == null) {
      return Optional.empty();
    }
    Path examples = new Path(embeddings.getParent(), Examples.SPEC.name());
    Path thumbnails = new Path(embeddings.getParent(), Thumbnails.SPEC.name());
    boolean images = modality == Modality.IMAGE;
    if (!InputTable.exists(spark, examples.toString())
        || (images && !InputTable.exists(spark, thumbnails.toString()))) {
      return Optional.empty();
    }
    return Optional.of(
        new HeldOutContents(
            InputTable.latest(spark, KEY, examples.toString()),
            images
                ? Columns.complete(
                    InputTable.latest(spark, KEY, thumbnails.toString()), Thumbnails.SPEC)
                : null));
  }
}
