package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.Streams;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.tar.TarMember;
import dev.winnow.transforms.ingest.tar.TarMembers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * Samples of one WebDataset shard: a tar file in which the members of a sample follow each other
 * and share their name up to its first dot.
 *
 * <p>Folders and hidden names are passed over. If the shard is cut off or damaged, that place gives
 * one refused row, {@code truncated} or {@code corrupt}. It is the last row, because later members
 * can't be found. Members of a sample that stands earlier in the shard give one row {@code
 * repeated_sample}: they must follow the others, and a name must occur once.
 */
final class TarSamples extends FileRows {

  private final InputSpec spec;
  private final Configuration conf;
  private final Queue<RawRow> ready = new ArrayDeque<>();

  /** Position of the first member of each sample. */
  private final Map<String, Long> begins = new HashMap<>();

  private TarMembers members;
  private TarSample open;
  private boolean ended;

  TarSamples(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    super(file);
    this.spec = spec;
    this.conf = conf;
  }

  @Override
  protected void open() throws IOException {
    members = new TarMembers(Streams.open(conf, file), 0);
  }

  @Override
  protected Row read() {
    while (ready.isEmpty() && !ended) {
      advance();
    }
    RawRow row = ready.poll();
    return row == null ? null : row.row();
  }

  @Override
  protected long place() {
    return members == null ? 0 : members.position();
  }

  @Override
  public void close() throws IOException {
    if (members != null) {
      members.close();
    }
  }

  /** Reads one member. The open sample is complete if the member belongs to another sample. */
  private void advance() {
    TarMember member;
    try {
      member = members.next();
    } catch (BrokenStream e) {
      flush();
      refuseRest(null, e);
      return;
    }
    if (member == null) {
      flush();
      ended = true;
    } else if (member.kind() != TarMember.Kind.DIRECTORY && !hidden(member.name())) {
      try {
        take(member);
      } catch (BrokenStream e) {
        refuseRest(member.name(), e);
      }
    }
  }

  private void take(TarMember member) throws BrokenStream {
    String key = TarSample.key(member.name());
    if (open == null || !open.key().equals(key)) {
      flush();
      open = new TarSample(spec, file, key, member.position());
      Long earlier = begins.putIfAbsent(key, member.position());
      if (earlier != null) {
        open.repeats(earlier);
      }
    }
    if (!open.isNew(member.name())) {
      ready.add(
          RawRow.refused(
                  file.relativePath(),
                  file.uri() + "#" + member.name() + "@" + member.position(),
                  "doubled_member",
                  "name must occur once in a sample, "
                      + member.name()
                      + " occurs again; the first stays")
              .at(member.position()));
    } else if (open.wants(member)) {
      switch (member.kind()) {
        case FILE -> open.add(member.name(), members.bytes());
        case HARD_LINK -> link(member);
        case SYMBOLIC_LINK ->
            open.refuse(
                "symbolic_link",
                "member must be a file or a hard link, "
                    + member.name()
                    + " is a symbolic link to "
                    + member.link()
                    + "; write the archive with tar --dereference");
        default ->
            open.refuse(
                "special_member",
                "member must be a file or a link, "
                    + member.name()
                    + " is a pipe, a device or of another kind");
      }
    }
  }

  /** Adds the content that a hard link names. The archive is read again from there. */
  private void link(TarMember link) throws BrokenStream {
    String key = TarSample.key(link.link());
    Long from = begins.get(key);
    TarMember target = null;
    if (from != null) {
      try (InputStream in = Streams.open(conf, file)) {
        in.skipNBytes(from);
        TarMembers again = new TarMembers(in, from);
        do {
          target = again.next();
        } while (!isOver(target, link, key));
        if (target.name().equals(link.link()) && target.kind() == TarMember.Kind.FILE) {
          if (target.size() <= spec.maxBytes()) {
            open.add(link.name(), again.bytes());
          } else {
            open.refuseSize(link.name(), target.size());
          }
          return;
        }
      } catch (BrokenStream e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    open.refuse(
        "broken_link",
        "hard link must name a file that stands before it, "
            + link.name()
            + " names "
            + link.link());
  }

  /** Returns true at the link's target, and at the end of the target's sample. */
  private static boolean isOver(TarMember member, TarMember link, String key) {
    return member.name().equals(link.link())
        || member.position() >= link.position()
        || member.kind() != TarMember.Kind.DIRECTORY
            && !hidden(member.name())
            && !TarSample.key(member.name()).equals(key);
  }

  private void flush() {
    if (open != null) {
      ready.add(open.row());
      open = null;
    }
  }

  /**
   * Adds the refused row for a damaged place, and ends the iteration.
   *
   * @param name member being read, whose sample is lost; null between members
   */
  private void refuseRest(String name, BrokenStream fault) {
    ready.add(
        RawRow.refused(
                file.relativePath(),
                file.uri() + "#" + (name == null ? "@" + members.position() : name),
                fault.code(),
                fault.getMessage()
                    + "; the shard can't be read on from byte "
                    + members.position()
                    + (name == null ? "" : ", in member " + name))
            .at(members.position()));
    open = null;
    ended = true;
  }

  private static boolean hidden(String name) {
    String base = name.substring(name.lastIndexOf('/') + 1);
    return base.startsWith(".") || base.startsWith("_");
  }
}
