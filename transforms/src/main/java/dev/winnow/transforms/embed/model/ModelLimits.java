package dev.winnow.transforms.embed.model;

/**
 * How large a model may be.
 *
 * @param bytes of all its files together, unpacked
 * @param entries of an archive
 * @param ratio of an archive's unpacked size to its own; small archives may have any
 */
record ModelLimits(long bytes, int entries, int ratio) {

  static final ModelLimits DEFAULT = new ModelLimits(64L << 30, 10_000, 200);

  /** Unpacked bytes below which the ratio does not count: an archive of little has much air. */
  static final long SMALL = 16L << 20;

  void check(String what, long size) {
    if (size > bytes) {
      throw new ModelRejected(
          "a model must have at most "
              + bytes
              + " bytes in all its files, "
              + what
              + " brings it to "
              + size
              + "; take a smaller or a quantised one");
    }
  }
}
