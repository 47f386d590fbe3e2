package dev.winnow.jobs.preflight;

import java.io.IOException;

/** File systems, as far as a look before the run needs them. A look writes nothing. */
interface Look {

  /** Kinds of places. */
  enum Kind {
    ABSENT,
    FOLDER,
    /** A file, or anything else that is no folder. */
    FILE,
    /** A place that this look can't see. */
    UNSEEN
  }

  /** Returns the kind of a path, taken literally. */
  Kind kind(String path) throws IOException;

  /**
   * Returns whether a path exists. A path that does not exist as it is written is a pattern, of
   * which the folder before the first wildcard is looked for.
   */
  default boolean matches(String path) throws IOException {
    if (kind(path) != Kind.ABSENT) {
      return true;
    }
    int wildcard = 0;
    while (wildcard < path.length() && "*?[{".indexOf(path.charAt(wildcard)) < 0) {
      wildcard++;
    }
    if (wildcard == path.length()) {
      return false;
    }
    int slash = path.lastIndexOf('/', wildcard);
    return slash <= 0 || kind(path.substring(0, slash)) == Kind.FOLDER;
  }

  /**
   * Returns whether a folder can be made or written, by the rights of its nearest parent that
   * exists.
   */
  boolean isWritable(String folder) throws IOException;
}
