package dev.winnow.jobs.recipe;

import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.InputFormat;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;

/** What is read. */
public record Input(
    @Key(value = "How the input is laid out.", required = true) InputFormat format,
    @Key("Files, folders or globs; one or a list. For delta the one folder of the table.")
        List<String> path,
    @Key(
            "What an example is; images, idx and webdataset are images, jsonl and csv texts, npy embeddings if not said.")
        Modality modality,
    @Key("Column of ids; without it ids come from content and path.") String id,
    @Key(
            "Column of contents, of a pair its image; without it image, text or embedding. webdataset: extension of the member; npy: folder of the matrices.")
        String content,
    @Key(
            "pair: column of texts; text if not said. webdataset: extension of the member, txt if not said, or a field of the .json.")
        String text,
    @Key("Column of labels; folders of images, idx and webdataset's .cls bring theirs.")
        String label,
    @Key(value = "delta: version to read; the latest if not said.", min = 0) Long version,
    @Key(
            value = "csv: what parts the fields; a comma, or a tab for .tsv, if not said.",
            pattern = "(?s).")
        String delimiter,
    @Key("csv: the character set, such as utf-8, windows-1252 or utf-16; utf-8 if not said.")
        String encoding,
    @Key(value = "Whether contents are stored: auto stores texts.", byDefault = "auto")
        CopyContent copyContent,
    @Key(
            value = "Share of refused rows above which nothing is published.",
            byDefault = "0.05",
            min = 0,
            max = 1)
        double maxQuarantine) {

  /** Whether examples may have labels: the layout brings them, or a column is named. */
  public boolean hasLabels() {
    return switch (format) {
      case PARQUET, JSONL, CSV, NPY, DELTA -> label != null;
      case IMAGES, IDX, WEBDATASET, SAMPLE -> true;
    };
  }
}
