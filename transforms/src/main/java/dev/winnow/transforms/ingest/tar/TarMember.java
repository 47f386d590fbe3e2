package dev.winnow.transforms.ingest.tar;

/**
 * One member of an archive.
 *
 * @param name name as it stands in the archive; bytes that are not UTF-8 become the characters of
 *     ISO 8859-1
 * @param size bytes of the content; 0 for other kinds than {@link Kind#FILE}
 * @param position offset of its first header (after unzipping)
 * @param link name that a link points to; empty for other kinds
 */
public record TarMember(String name, Kind kind, long size, long position, String link) {

  /** Kinds of members. Headers that only describe the next member are none. */
  public enum Kind {
    FILE,
    DIRECTORY,
    /** Another name of a file that stands before it. */
    HARD_LINK,
    SYMBOLIC_LINK,
    /** A device, a named pipe, or a kind that only the writer knows. */
    SPECIAL
  }
}
