package dev.winnow.transforms.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Matrices of ready embeddings with a file of ids and metadata for each, row by row: the layout
 * {@code img_emb/img_emb_0.npy} with {@code metadata/metadata_0.parquet} of clip-retrieval, or
 * {@code x.npy} with {@code x.parquet} or {@code x.txt} (one id a line) beside it. One task a
 * matrix, read in one pass.
 */
final class NpyFiles {

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  NpyFiles(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    InputSpec what = spec;
    Broadcast<HadoopConf> shipped = conf;
    List<InputFiles.InputFile> matrices = matrices(files);
    return context
        .parallelize(matrices, matrices.size())
        .flatMap(file -> new NpyRows(what, file, shipped.value().get()));
  }

  /** The matrices of one folder name: rows of {@code img_emb} and {@code text_emb} are the same. */
  private List<InputFiles.InputFile> matrices(InputFiles files) {
    Map<String, List<InputFiles.InputFile>> byFolder = new TreeMap<>();
    for (InputFiles.InputFile file : files.files()) {
      if (file.uri().endsWith(".npy")) {
        String folder = new Path(file.uri()).getParent().getName();
        byFolder.computeIfAbsent(folder, name -> new ArrayList<>()).add(file);
      }
    }
    String wanted =
        spec.content() == null && byFolder.size() == 1
            ? byFolder.keySet().iterator().next()
            : spec.content();
    List<InputFiles.InputFile> matrices = wanted == null ? null : byFolder.get(wanted);
    if (matrices == null) {
      throw new InputMismatch(
          "input.content must name the folder of the matrices, got "
              + (spec.content() == null ? "nothing" : spec.content())
              + "; the folders with .npy files are "
              + String.join(", ", byFolder.keySet()));
    }
    return matrices;
  }
}
