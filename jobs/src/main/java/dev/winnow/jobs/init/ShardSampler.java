package dev.winnow.jobs.init;

import dev.winnow.jobs.init.SampledColumn.Kind;
import dev.winnow.transforms.ingest.files.FormatNames;
import dev.winnow.transforms.ingest.files.InputFiles.InputFile;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.tar.TarMember;
import dev.winnow.transforms.ingest.tar.TarMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Samples the members at the beginning of WebDataset shards, by their names. Each extension is a
 * column, and {@code image} is one for all extensions of images.
 */
final class ShardSampler {

  static final String IMAGE = "image";

  /** Bytes of a shard whose members are looked at. */
  private static final long BYTES = 32L << 20;

  /** Returns the extensions of some of the shards. */
  static Sample of(Configuration conf, List<InputFile> files) {
    Sample sample = new Sample();
    for (InputFile file : Sample.some(files)) {
      try (CountedInput in = CountedInput.open(conf, file.uri());
          TarMembers members = new TarMembers(in, 0)) {
        read(in, members, sample);
      } catch (BrokenStream e) {
        sample.refusal();
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file.uri(), e);
      }
    }
    return sample;
  }

  private static void read(CountedInput in, TarMembers members, Sample sample) throws BrokenStream {
    String open = null;
    int samples = 0;
    TarMember member = members.next();
    while (member != null && samples <= Sample.ROWS && members.position() < BYTES) {
      String name = member.name().substring(member.name().lastIndexOf('/') + 1);
      if (member.kind() != TarMember.Kind.DIRECTORY && !FormatNames.isHidden(name)) {
        int dot = name.indexOf('.');
        String folder = member.name().substring(0, member.name().length() - name.length());
        String key = folder + (dot < 0 ? name : name.substring(0, dot));
        if (!key.equals(open)) {
          open = key;
          samples++;
          sample.row();
        }
        String extension = dot < 0 ? "" : name.substring(dot + 1);
        boolean image = FormatNames.of("x." + extension).equals(Optional.of(InputFormat.IMAGES));
        sample.column(image ? IMAGE : extension, Kind.OTHER).add(Kind.OTHER, null);
      }
      member = members.next();
    }
    sample.count(samples, in.used(members.position()), member == null);
  }

  private ShardSampler() {}
}
