package dev.winnow.jobs.plan;

import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.files.InputFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Contents of the first rows of the input that can be read.
 *
 * @param dim length of the first vector; 0 for none
 * @param rowBytes mean bytes of a content; 0 for none
 */
record SampledRows(List<String> texts, List<byte[]> images, int dim, double rowBytes) {

  private static final int TEXTS = 1_000;
  private static final int IMAGES = 200;

  /** Most bytes of contents that the driver takes. */
  private static final long MOST_BYTES = 32L << 20;

  /** Reads up to 1,000 texts or vectors, or 200 images; costs one or a few small jobs. */
  static SampledRows read(SparkSession spark, InputSpec spec, InputFiles files) {
    boolean image = spec.modality().hasImage();
    List<Row> rows =
        Inputs.rows(spark, spec, files)
            .select("code", "text", "content", "vector")
            .limit(image ? IMAGES : TEXTS)
            .collectAsList();
    List<String> texts = new ArrayList<>();
    List<byte[]> images = new ArrayList<>();
    int dim = 0;
    long bytes = 0;
    int count = 0;
    for (Row row : rows) {
      if (!row.isNullAt(0) || bytes > MOST_BYTES) {
        continue;
      }
      long before = bytes;
      if (!row.isNullAt(1)) {
        texts.add(row.getString(1));
        bytes += row.getString(1).getBytes(StandardCharsets.UTF_8).length;
      }
      if (!row.isNullAt(2)) {
        images.add((byte[]) row.get(2));
        bytes += images.get(images.size() - 1).length;
      }
      if (!row.isNullAt(3)) {
        dim = row.getList(3).size();
        bytes += 4L * dim;
      }
      count += bytes > before ? 1 : 0;
    }
    return new SampledRows(texts, images, dim, count == 0 ? 0 : (double) bytes / count);
  }
}
