package dev.winnow.transforms.embed.model;

/**
 * Limits of the size of a model.
 *
 * @param bytes largest size of all its files together, unpacked
 * @param entries largest number of entries of an archive
 * @param ratio largest ratio of an archive's unpacked size to its packed size; small archives may
 *     have any
 */
record ModelLimits(long bytes, int entries, int ratio) {

  static final ModelLimits DEFAULT = new ModelLimits(64L << 30, 10_000, 200);

  /**
   * Unpacked bytes below which the ratio does not count, because small archives often compress
   * well.
   */
  static final long SMALL = 16L << 20;

  void check(String file, long size) {
    if (size > bytes) {
      throw new ModelRejected(
          "a model must have at most "
              + bytes
              + " bytes in all its files, "
              + file
              + " brings it to "
              + size
              + "; use a smaller or a quantised model");
    }
  }
}
