package dev.winnow.transforms.ingest.tar;

import dev.winnow.transforms.ingest.stream.BrokenStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the members of an archive from its beginning to its end. Archives that were joined give the
 * members of all of them. An archive that ends without a block of zeros was cut short, also if the
 * cut is exactly between two members.
 */
public final class TarMembers implements Closeable {

  /** Headers and contents begin at multiples of it. */
  private static final int BLOCK = 512;

  private static final byte LINK_REGULAR = '0';
  private static final byte LINK_CONTIGUOUS = '7';

  private final TarBlocks in;
  private final byte[] scratch = new byte[1 << 16];
  private TarArchiveInputStream tar;
  private TarArchiveEntry entry;
  private TarMember member;

  /**
   * @param in unzipped bytes, from the first header of a member on
   * @param offset offset of the stream's first byte
   */
  public TarMembers(InputStream in, long offset) {
    this.in = new TarBlocks(in, offset);
    this.tar = archive();
  }

  // One block is read at a time, so that the library passes over no block behind the end.
  // Each byte of a name becomes one character, so that names that are not UTF-8 stay apart.
  private TarArchiveInputStream archive() {
    return new TarArchiveInputStream(in, BLOCK, BLOCK, StandardCharsets.ISO_8859_1.name());
  }

  /**
   * Returns the next member; null after the last.
   *
   * @throws BrokenStream if the archive ends early or is damaged
   */
  public TarMember next() throws BrokenStream {
    try {
      while (true) {
        long begin = endOfContent();
        ArchiveEntry next = tar.getNextEntry();
        entry = next instanceof TarArchiveEntry read ? read : null;
        if (entry != null) {
          if (!entry.isCheckSumOK()) {
            throw new IOException("the header at byte " + begin + " has a wrong checksum");
          }
          member = member(begin);
          return member;
        }
        if (!in.lastIsZero() || in.position() - begin < BLOCK) {
          throw new BrokenStream(
              BrokenStream.TRUNCATED,
              "archive must end with blocks of zeros, it ends without them at byte "
                  + in.position());
        }
        if (!in.skipZeros()) {
          return null;
        }
        tar = archive();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw BrokenStream.of("archive must be a whole tar file", e);
    }
  }

  /** Reads the rest of the open member. Returns the offset of the block behind it. */
  private long endOfContent() throws IOException {
    while (entry != null && tar.read(scratch) >= 0) {
      continue;
    }
    entry = null;
    return (in.position() + BLOCK - 1) / BLOCK * BLOCK;
  }

  private TarMember member(long begin) {
    TarMember.Kind kind = kind(entry);
    long size =
        kind != TarMember.Kind.FILE
            ? 0
            : entry.isSparse() ? Math.max(entry.getSize(), entry.getRealSize()) : entry.getSize();
    boolean link = kind == TarMember.Kind.HARD_LINK || kind == TarMember.Kind.SYMBOLIC_LINK;
    return new TarMember(
        text(entry.getName()), kind, size, begin, link ? text(entry.getLinkName()) : "");
  }

  private static TarMember.Kind kind(TarArchiveEntry entry) {
    if (entry.isSymbolicLink()) {
      return TarMember.Kind.SYMBOLIC_LINK;
    }
    if (entry.isLink()) {
      return TarMember.Kind.HARD_LINK;
    }
    if (entry.isDirectory()) {
      return TarMember.Kind.DIRECTORY;
    }
    byte flag = entry.getLinkFlag();
    boolean file = flag == 0 || flag == LINK_REGULAR || flag == LINK_CONTIGUOUS || entry.isSparse();
    return file ? TarMember.Kind.FILE : TarMember.Kind.SPECIAL;
  }

  /** Reads a name as UTF-8 where its characters are bytes of it. */
  private static String text(String name) {
    if (name.chars().anyMatch(c -> c > 0xff)) {
      return name;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return name;
    }
  }

  /**
   * Returns the content of the last member that {@link #next} gave, which is a file of at most 2
   * GiB.
   *
   * @throws BrokenStream if the archive ends inside it or is damaged
   */
  public byte[] bytes() throws BrokenStream {
    try {
      byte[] bytes = tar.readNBytes((int) member.size());
      if (bytes.length < member.size()) {
        throw new BrokenStream(
            BrokenStream.TRUNCATED,
            "archive must hold all " + member.size() + " bytes of a member, got " + bytes.length);
      }
      return bytes;
    } catch (IOException | IllegalArgumentException e) {
      throw BrokenStream.of("archive must be a whole tar file", e);
    }
  }

  /** Returns the offset of the next byte to read. */
  public long position() {
    return in.position();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
