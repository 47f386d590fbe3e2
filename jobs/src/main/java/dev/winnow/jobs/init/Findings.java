package dev.winnow.jobs.init;

import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.util.List;

/**
 * Facts about an input, as far as its listing, footers and first rows show them.
 *
 * @param path path or URI for the recipe
 * @param id column of ids; null for ids of content and path
 * @param content column of contents; null where the format has none
 * @param label column of labels; null for none, or for those of the layout
 * @param labelled true if the rows have labels, by a column or by the layout
 * @param delimiter of csv; null for the one of the file's name
 * @param encoding of csv; null for UTF-8
 * @param rows number of rows
 * @param exact true if the rows were counted, false for an estimate by bytes
 * @param refused share of the sampled rows that a run would quarantine, in [0, 1]
 * @param seen one sentence on the files and rows that were looked at
 * @param notes further sentences for the reader of the recipe
 */
record Findings(
    String path,
    InputFormat format,
    Modality modality,
    String id,
    String content,
    String label,
    boolean labelled,
    String delimiter,
    String encoding,
    long rows,
    boolean exact,
    double refused,
    String seen,
    List<String> notes) {

  Findings {
    notes = List.copyOf(notes);
  }
}
