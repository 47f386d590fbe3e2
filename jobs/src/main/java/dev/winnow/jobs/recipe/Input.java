package dev.winnow.jobs.recipe;

import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.util.List;

/** Settings of the input. */
public record Input(
    @Key(value = "Layout of the input.", required = true) InputFormat format,
    @Key(
            value = "Files, folders or globs: one, or a list. For delta: the folder of one table.",
            path = true)
        List<String> path,
    @Key(
            "Kind of the examples; default: image for images, idx, webdataset and sample, text for"
                + " jsonl and csv, embedding for npy.")
        Modality modality,
    @Key(
            "Column of ids, a path as meta.id, or the key of folders key=value; default: ids are"
                + " made of content and path.")
        String id,
    @Key(
            "Column of contents or its path, for pair of the images; default: image, text or"
                + " embedding. For webdataset: extension of the member. For npy: folder of the"
                + " matrices.")
        String content,
    @Key(
            "For pair: column of texts; default: text. For webdataset: extension of the member, or"
                + " a field of the .json; default: txt.")
        String text,
    @Key(
            "Column of labels, a path, or the key of folders key=value. Folders of images, idx and"
                + " webdataset's .cls have labels without it.")
        String label,
    @Key(value = "For delta: version to read; default: the latest.", min = 0) Long version,
    @Key(
            value = "For csv: separator of the fields; default: a comma, or a tab for .tsv.",
            pattern = Key.ONE_CHARACTER)
        String delimiter,
    @Key(
            value =
                "For csv: character behind which a quote, a delimiter, a line break or the"
                    + " character itself is content, such as a backslash; default: none, a quote in"
                    + " quotes is doubled.",
            pattern = Key.ONE_CHARACTER)
        String escape,
    @Key("For csv: character set, such as utf-8, windows-1252 or utf-16; default: utf-8.")
        String encoding,
    @Key(
            value =
                "Storage of contents in the tables: always, never, or auto, which stores texts.",
            byDefault = "auto")
        CopyContent copyContent,
    @Key(value = "Follows links that lead out of the input path.", byDefault = "false")
        boolean followLinks,
    @Key(
            value =
                "Largest length of a line of jsonl or a record of csv in bytes; a longer one is"
                    + " refused unread.",
            byDefault = "67108864",
            min = 1,
            max = 1e9)
        long maxLineBytes,
    @Key(
            value = "Highest share of quarantined rows; above it, nothing is published.",
            byDefault = "0.05",
            min = 0,
            max = 1)
        double maxQuarantine) {

  /** Returns whether examples may have labels, from the layout or from a named column. */
  public boolean hasLabels() {
    return switch (format) {
      case PARQUET, JSONL, CSV, NPY, DELTA -> label != null;
      case IMAGES, IDX, WEBDATASET, SAMPLE -> true;
    };
  }
}
