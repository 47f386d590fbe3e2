package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the entries of an input while its folders are listed. */
final class Found {

  private final InputFormat format;
  private final Map<String, InputFiles.InputFile> data = new TreeMap<>();
  private final Map<String, InputFiles.InputFile> companions = new TreeMap<>();
  private final Map<String, InputEntry> entries = new TreeMap<>();

  Found(InputFormat format) {
    this.format = format;
  }

  InputFormat format() {
    return format;
  }

  /**
   * Returns the reason to pass over a file that can be read, or null.
   *
   * @param named true where the recipe names this very file, so that any name is good
   */
  PassedOver refusal(String name, long length, boolean named) {
    if (!named) {
      PassedOver hidden = FileNames.hidden(name);
      if (hidden != null) {
        return hidden;
      }
      if (FileNames.role(format, name) == FileNames.Role.OTHER) {
        return PassedOver.OTHER_KIND;
      }
    }
    // An image or a shard without bytes is a refused row.
    boolean row = format == InputFormat.IMAGES || format == InputFormat.WEBDATASET;
    return length == 0 && !row ? PassedOver.EMPTY : null;
  }

  /** Adds a file that is read. */
  void read(String name, InputEntry.Kind kind, InputFiles.InputFile file) {
    boolean companion = FileNames.role(format, name) == FileNames.Role.COMPANION;
    (companion ? companions : data).put(file.uri(), file);
    entries.put(
        file.uri(),
        new InputEntry(file.uri(), file.relativePath(), kind, file.length(), null, null));
  }

  /** Adds an entry that is not read, unless it is read through another path of the recipe. */
  void pass(
      String uri,
      String relative,
      InputEntry.Kind kind,
      long length,
      PassedOver reason,
      String detail) {
    if (!reads(uri)) {
      entries.put(uri, new InputEntry(uri, relative, kind, length, reason, detail));
    }
  }

  /** Returns true if a file of this URI is read. */
  boolean reads(String uri) {
    return data.containsKey(uri) || companions.containsKey(uri);
  }

  List<InputFiles.InputFile> data() {
    return List.copyOf(data.values());
  }

  List<InputFiles.InputFile> companions() {
    return List.copyOf(companions.values());
  }

  List<InputEntry> entries() {
    return new ArrayList<>(entries.values());
  }
}
