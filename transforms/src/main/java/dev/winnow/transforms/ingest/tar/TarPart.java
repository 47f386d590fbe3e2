package dev.winnow.transforms.ingest.tar;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a sample, such as its content or its label, with the members that may be it. A member
 * whose extension has no further dot comes before all others; two of equal standing leave the part
 * ambiguous. At most two contents are held.
 */
public final class TarPart {

  private static final int SHOWN = 3;

  /** Members of one standing. */
  private static final class Standing {
    private final List<String> names = new ArrayList<>();
    private long count;
    private byte[] bytes;

    void offer(String name, byte[] content) {
      count++;
      bytes = count == 1 ? content : null;
      if (names.size() < SHOWN) {
        names.add(name);
      }
    }
  }

  private final Standing plain = new Standing();
  private final Standing dotted = new Standing();

  /** Returns true if the content of a further member would be kept. */
  public boolean keeps(boolean isPlain) {
    return plain.count == 0 && (isPlain || dotted.count == 0);
  }

  /**
   * Adds a member.
   *
   * @param isPlain true if its extension is the wanted one, with no further dot
   * @param content its bytes; null if {@link #keeps} is false
   */
  public void offer(String name, boolean isPlain, byte[] content) {
    (isPlain ? plain : dotted).offer(name, content);
  }

  private Standing best() {
    return plain.count > 0 ? plain : dotted;
  }

  /** Returns the name of the only member, or of the first of several; null without members. */
  public String name() {
    return best().names.isEmpty() ? null : best().names.get(0);
  }

  /** Returns the bytes of the only member; null without members, or with several. */
  public byte[] bytes() {
    return best().bytes;
  }

  /** Returns true if several members of equal standing may be the part. */
  public boolean isAmbiguous() {
    return best().count > 1;
  }

  /** Lists the members of an ambiguous part. */
  public String names() {
    Standing best = best();
    return String.join(", ", best.names)
        + (best.count > SHOWN ? " and " + (best.count - SHOWN) + " more" : "");
  }
}
