package dev.winnow.transforms.ingest.files;

import java.util.List;
import java.util.Optional;

/** Finds the format of a file by its name, for callers that have no recipe yet. */
public final class FormatNames {

  private static final List<InputFormat> FORMATS =
      List.of(
          InputFormat.IMAGES,
          InputFormat.WEBDATASET,
          InputFormat.PARQUET,
          InputFormat.JSONL,
          InputFormat.CSV,
          InputFormat.IDX,
          InputFormat.NPY);

  /** Returns the format whose rows a file of this name holds; empty for other files. */
  public static Optional<InputFormat> of(String name) {
    return FORMATS.stream()
        .filter(format -> FileNames.role(format, name) == FileNames.Role.DATA)
        .findFirst();
  }

  /** Returns true for a file or folder that every input passes over by its name. */
  public static boolean isHidden(String name) {
    return FileNames.hidden(name) != null;
  }

  private FormatNames() {}
}
