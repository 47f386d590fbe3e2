package dev.winnow.jobs.export;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Place of an export. It is made beside its place under a hidden name, then renamed, so that no
 * reader sees a part of it. An export that fails leaves the target as it was.
 */
final class ExportTarget implements AutoCloseable {

  private final FileSystem fs;
  private final Path target;
  private final Path work;

  private ExportTarget(FileSystem fs, Path target) {
    this.fs = fs;
    this.target = target;
    this.work =
        new Path(
            target.getParent(),
            "_" + target.getName() + ".partial-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /**
   * @param apart folders that the target may neither hold nor lie in
   * @throws Failure with {@link ExitCode#CONFLICT} when it exists and must not be replaced, with
   *     {@link ExitCode#USAGE} when it would touch tables or input
   */
  static ExportTarget of(Configuration conf, String to, boolean overwrite, List<String> apart) {
    try {
      Path target = new Path(Warehouse.qualified(conf, to));
      FileSystem fs = target.getFileSystem(conf);
      for (String folder : apart) {
        if (within(target.toString(), folder) || within(folder, target.toString())) {
          throw new Failure(
              ExitCode.USAGE,
              "--to must lie apart from tables and input, "
                  + target
                  + " and "
                  + folder
                  + " do not");
        }
      }
      if (target.getParent() == null) {
        throw new Failure(ExitCode.USAGE, "--to must name a file or folder, got " + to);
      }
      if (!overwrite && fs.exists(target)) {
        throw new Failure(
            ExitCode.CONFLICT,
            "--to must be new, " + target + " exists; name another, or give --overwrite");
      }
      // Files beside files with the sums of their bytes are of no use to other readers.
      return new ExportTarget(
          fs instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fs, target);
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  private static boolean within(String inner, String outer) {
    return (inner + "/").startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  private static Failure unwritable(String to, IOException e) {
    return new Failure(
        ExitCode.ENVIRONMENT, "--to must be writable, " + to + " is not: " + e.getMessage(), e);
  }

  /** Folder for what tasks write. */
  String parts() {
    return new Path(work, "parts").toString();
  }

  @Override
  public String toString() {
    return target.toString();
  }

  /** Writes a file out of the lines or bytes of the parts, which are in their order. */
  interface Joining {
    void join(FileSystem fs, List<Path> parts, FSDataOutputStream out) throws IOException;
  }

  /** Makes the target one file that is put together here. Returns its bytes. */
  long join(Joining joining) {
    Path whole = new Path(work, target.getName());
    try {
      try (FSDataOutputStream out = fs.create(whole, true, 1 << 20)) {
        joining.join(fs, listed(), out);
      }
      return publish(whole);
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /** Makes the only part the target. Returns its bytes. */
  long takeOnePart() {
    try {
      List<Path> parts = listed();
      if (parts.size() != 1) {
        throw new IllegalStateException("one file was to be written, found " + parts);
      }
      return publish(parts.get(0));
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /**
   * Makes the folder of parts the target, its files named by their order.
   *
   * @param ending of the files
   * @return bytes of all files
   */
  long takeFolder(String ending) {
    try {
      Path folder = new Path(work, target.getName());
      fs.mkdirs(folder);
      int next = 0;
      for (Path part : listed()) {
        rename(part, new Path(folder, String.format(Locale.ROOT, "part-%05d.%s", next++, ending)));
      }
      return publish(folder);
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  int files() {
    try {
      return fs.getFileStatus(target).isDirectory() ? fs.listStatus(target).length : 1;
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /** Files of the tasks, in the order of the tasks. */
  private List<Path> listed() throws IOException {
    List<Path> parts = new ArrayList<>();
    for (FileStatus file : fs.listStatus(new Path(parts()))) {
      if (file.getPath().getName().startsWith("part-")) {
        parts.add(file.getPath());
      }
    }
    parts.sort(
        Comparator.comparingLong((Path part) -> Long.parseLong(part.getName().split("-")[1]))
            .thenComparing(Path::getName));
    return parts;
  }

  private long publish(Path made) throws IOException {
    long bytes = fs.getContentSummary(made).getLength();
    Path old = null;
    if (fs.exists(target)) {
      old = new Path(work, "replaced");
      rename(target, old);
    }
    try {
      rename(made, target);
    } catch (IOException e) {
      if (old != null) {
        rename(old, target);
      }
      throw e;
    }
    return bytes;
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("rename of " + from + " to " + to + " was refused");
    }
  }

  @Override
  public void close() {
    try {
      fs.delete(work, true);
    } catch (IOException e) {
      throw unwritable(work.toString(), e);
    }
  }
}
