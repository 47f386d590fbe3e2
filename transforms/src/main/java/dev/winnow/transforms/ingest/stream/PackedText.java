package dev.winnow.transforms.ingest.stream;

/** Packed files, known by their first bytes, where text is asked for. */
public enum PackedText {
  GZIP("a gzip file; end its name with .gz", 0x1f, 0x8b, 8),
  BZIP2("a bzip2 file; end its name with .bz2", 'B', 'Z', 'h', -1, '1', 'A', 'Y', '&', 'S', 'Y'),
  ZSTD("a zstd file; end its name with .zst", 0x28, 0xb5, 0x2f, 0xfd),
  ZIP("a zip archive or a workbook of Excel; unpack it, or save it as text", 'P', 'K', 3, 4);

  /** Any byte of the magic number. */
  private static final int ANY = -1;

  private final String remedy;
  private final int[] magic;

  PackedText(String remedy, int... magic) {
    this.remedy = remedy;
    this.magic = magic;
  }

  /** Returns the kind whose magic number the bytes begin with; null for none. */
  public static PackedText of(byte[] head) {
    for (PackedText kind : values()) {
      if (kind.begins(head)) {
        return kind;
      }
    }
    return null;
  }

  private boolean begins(byte[] head) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || magic[i] != ANY && magic[i] != (head[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the kind and the remedy, for messages. */
  public String remedy() {
    return remedy;
  }
}
