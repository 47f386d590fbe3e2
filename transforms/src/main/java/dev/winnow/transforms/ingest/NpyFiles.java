package dev.winnow.transforms.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Matrices of ready embeddings with a file of ids and metadata for each, row by row: the layout
 * {@code img_emb/img_emb_0.npy} with {@code metadata/metadata_0.parquet} of clip-retrieval, or
 * {@code x.npy} with {@code x.parquet} or {@code x.txt} (one id a line) beside it. One task a
 * matrix, read in one pass.
 */
final class NpyFiles {

  /** The matrices of one folder name: rows of {@code img_emb} and {@code text_emb} are the same. */
  static List<InputFiles.InputFile> matrices(InputSpec spec, InputFiles files) {
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

  private NpyFiles() {}
}
