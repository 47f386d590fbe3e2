package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.spark.sql.Row;

/**
 * Samples of one WebDataset shard: a tar file in which the members of a sample follow each other
 * and share their name up to its first dot. If the shard is cut off or damaged, that place gives
 * one refused row, {@code truncated} or {@code corrupt}. It is the last row, because later members
 * can't be found.
 */
final class TarSamples extends FileRows {

  /** Block size of tar: headers and contents begin at multiples of it. */
  private static final int BLOCK = 512;

  private final InputSpec spec;
  private final BoundedInputStream counted;
  private final TarArchiveInputStream tar;
  private final Queue<Row> ready = new ArrayDeque<>();
  private TarSample open;
  private boolean ended;

  TarSamples(InputSpec spec, InputFiles.InputFile file, InputStream in) {
    super(file);
    this.spec = spec;
    try {
      this.counted = BoundedInputStream.builder().setInputStream(in).get();
    } catch (IOException e) {
      throw unreadable(e);
    }
    this.tar = new TarArchiveInputStream(counted);
  }

  @Override
  protected Row read() throws IOException {
    while (ready.isEmpty() && !ended) {
      advance();
    }
    if (ready.isEmpty()) {
      tar.close();
    }
    return ready.poll();
  }

  /** Reads one member. The open sample is complete if the member belongs to another sample. */
  private void advance() {
    String name = null;
    try {
      ArchiveEntry entry = tar.getNextEntry();
      if (entry == null) {
        if (counted.getCount() % BLOCK != 0) {
          // The library mistakes an incomplete header for the end of the archive.
          throw new EOFException("the last header is cut short");
        }
        flush();
        ended = true;
        return;
      }
      if (!(entry instanceof TarArchiveEntry member && member.isFile())
          || hidden(entry.getName())) {
        return;
      }
      name = entry.getName();
      String key = TarSample.key(name);
      if (open == null || !open.key().equals(key)) {
        flush();
        open = new TarSample(spec, file, key);
      }
      if (open.wants(name, entry.getSize())) {
        byte[] bytes = tar.readNBytes((int) entry.getSize());
        if (bytes.length < entry.getSize()) {
          throw new EOFException(
              name + " has " + entry.getSize() + " bytes, " + bytes.length + " are there");
        }
        open.add(name, bytes);
      }
    } catch (IOException | IllegalArgumentException e) {
      refuseRest(name, e);
    }
  }

  private void flush() {
    if (open != null) {
      ready.add(open.row().row());
      open = null;
    }
  }

  /**
   * Adds the refused row for a damaged place, and ends the iteration.
   *
   * @param name member being read; null between members, where the previous sample is complete
   */
  private void refuseRest(String name, Exception e) {
    if (name == null) {
      flush();
    }
    String text = String.valueOf(e.getMessage());
    boolean early = e instanceof EOFException || text.contains("runcated") || text.contains("EOF");
    ready.add(
        RawRow.refused(
                file.relativePath(),
                file.uri() + "#" + (name == null ? "@" + counted.getCount() : name),
                early ? "truncated" : "corrupt",
                "shard must be a whole tar file, it "
                    + (early ? "ends early" : "is damaged")
                    + " near byte "
                    + counted.getCount()
                    + ": "
                    + text)
            .row());
    ended = true;
  }

  private static boolean hidden(String name) {
    String base = name.substring(name.lastIndexOf('/') + 1);
    return base.startsWith(".") || base.startsWith("_");
  }
}
