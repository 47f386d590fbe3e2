package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.LocalNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds matrices of precomputed embeddings, each with a file of ids and metadata row by row. The
 * layout is {@code img_emb/img_emb_0.npy} with {@code metadata/metadata_0.parquet} as
 * clip-retrieval writes it, or {@code x.npy} beside {@code x.parquet} or {@code x.txt} (one id per
 * line). One task reads one matrix in one pass.
 */
final class NpyFiles {

  /**
   * Returns the matrices in folders of one name, because the rows of {@code img_emb} and {@code
   * text_emb} describe the same examples.
   */
  static List<InputFiles.InputFile> matrices(InputSpec spec, InputFiles files) {
    Map<String, List<InputFiles.InputFile>> byFolder = new TreeMap<>();
    for (InputFiles.InputFile file : files.files()) {
      String folder = LocalNames.name(file.uri().substring(0, file.uri().lastIndexOf('/')));
      byFolder.computeIfAbsent(folder, name -> new ArrayList<>()).add(file);
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
