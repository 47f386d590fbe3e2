package dev.winnow.jobs.export;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.ingest.files.StorageReasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Target of an export. The export is written beside it under a hidden name and then renamed, so
 * that no reader sees a part of it. An export that fails leaves the target unchanged.
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
   * Checks a target before anything is written to it.
   *
   * @param apart folders that the target may neither contain nor lie in
   * @throws Failure with {@link ExitCode#CONFLICT} when it exists and must not be replaced, with
   *     {@link ExitCode#USAGE} when it would touch tables or input
   */
  static ExportTarget open(Configuration conf, String to, boolean overwrite, List<String> apart) {
    try {
      Path target = new Path(Warehouse.qualified(conf, to));
      FileSystem fs = target.getFileSystem(conf);
      for (String folder : apart) {
        if (within(target.toString(), folder) || within(folder, target.toString())) {
          throw new Failure(
              ExitCode.USAGE,
              "--to must be separate from tables and input, but one of "
                  + target
                  + " and "
                  + folder
                  + " contains the other");
        }
      }
      if (target.getParent() == null) {
        throw new Failure(ExitCode.USAGE, "--to must name a file or folder, got " + to);
      }
      if (!overwrite && fs.exists(target)) {
        throw new Failure(
            ExitCode.CONFLICT,
            "--to must be new, but " + target + " exists; choose another path, or set --overwrite");
      }
      return new ExportTarget(TaskFiles.plain(fs), target);
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  private static boolean within(String inner, String outer) {
    return (inner + "/").startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  private static Failure unwritable(String to, IOException e) {
    return new Failure(
        ExitCode.ENVIRONMENT,
        "--to must be writable, " + to + " is not: " + StorageReasons.of(e),
        e);
  }

  /** Returns the folder that tasks write to. */
  String parts() {
    return new Path(work, "parts").toString();
  }

  @Override
  public String toString() {
    return target.toString();
  }

  /** Writes the parts, which are in their order, to one file. */
  interface Joining {
    void join(FileSystem fs, List<Path> parts, FSDataOutputStream out) throws IOException;
  }

  /** Joins the parts to one file, which becomes the target; returns its size in bytes. */
  long join(Joining joining) {
    Path whole = new Path(work, target.getName());
    try {
      try (FSDataOutputStream out = fs.create(whole, true, 1 << 20)) {
        joining.join(fs, listParts(), out);
      }
      return publish(whole);
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /** Makes the only part the target; returns its size in bytes. */
  long takeOnePart() {
    try {
      List<Path> parts = listParts();
      if (parts.size() != 1) {
        throw new IllegalStateException("the export must have one part, got " + parts);
      }
      return publish(parts.get(0));
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /**
   * Makes the folder of parts the target; the names of its files follow their order.
   *
   * @param ending extension of the files
   * @return size of all files in bytes
   */
  long takeFolder(String ending) {
    try {
      Path folder = new Path(work, target.getName());
      fs.mkdirs(folder);
      int next = 0;
      for (Path part : listParts()) {
        rename(part, new Path(folder, String.format(Locale.ROOT, "part-%05d.%s", next++, ending)));
      }
      return publish(folder);
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /**
   * Makes a folder of written files and texts the target.
   *
   * @param files URIs of files in {@link #parts}, by their paths below the target
   * @param texts further files, by their paths below the target
   * @return size of all files in bytes
   */
  long takeFiles(Map<String, String> files, Map<String, String> texts) {
    try {
      Path folder = new Path(work, target.getName());
      fs.mkdirs(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path to = new Path(folder, file.getKey());
        fs.mkdirs(to.getParent());
        rename(new Path(file.getValue()), to);
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        try (FSDataOutputStream out = fs.create(new Path(folder, text.getKey()))) {
          out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
      return publish(folder);
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /** Returns the size of a written file in bytes. */
  long length(String file) {
    try {
      return fs.getFileStatus(new Path(file)).getLen();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  long files() {
    try {
      return fs.getContentSummary(target).getFileCount();
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  /** Returns the files of the tasks, in the order of the tasks. */
  private List<Path> listParts() throws IOException {
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
