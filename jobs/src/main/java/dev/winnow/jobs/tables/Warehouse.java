package dev.winnow.jobs.tables;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small files and folders beside the tables, on the warehouse's file system. */
public final class Warehouse {

  private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

  /**
   * The context of each file system that has a rename in one step. A context opens a client of the
   * store that nothing closes, so that one for each renewal of a lease would leak clients.
   */
  private static final Map<FileSystem, Optional<FileContext>> CONTEXTS =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Returns the absolute URI of a path, which may be relative to the working folder. */
  public static String qualified(Configuration conf, String folder) {
    try {
      Path path = new Path(folder);
      FileSystem fs = path.getFileSystem(conf);
      return path.makeQualified(fs.getUri(), fs.getWorkingDirectory()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("no file system for " + folder, e);
    }
  }

  /** Returns the tables of a recipe, which need not exist. */
  public static TableStore tables(SparkSession spark, Recipe recipe) {
    String warehouse = qualified(spark.sparkContext().hadoopConfiguration(), folder(recipe));
    return new TableStore(spark, warehouse + "/" + recipe.name());
  }

  /** Returns the tables of a recipe for reading without a Spark session. */
  public static StoredTables stored(Configuration conf, Recipe recipe) {
    return new StoredTables(conf, qualified(conf, folder(recipe)) + "/" + recipe.name());
  }

  /** Returns the warehouse of a recipe, whose schema a command has replaced by its folder. */
  private static String folder(Recipe recipe) {
    if (CatalogSchema.of(recipe.warehouse(), catalog -> false).isPresent()) {
      throw new IllegalStateException(
          "the folder of schema " + recipe.warehouse() + " must be looked up before its tables");
    }
    return recipe.warehouse();
  }

  /** Returns true when there is a file or a folder of this path. */
  public static boolean exists(Configuration conf, String file) {
    try {
      Path path = new Path(file);
      return path.getFileSystem(conf).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't look for " + file, e);
    }
  }

  public static void delete(Configuration conf, String folder) {
    try {
      Path path = new Path(folder);
      path.getFileSystem(conf).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder, e);
    }
  }

  /**
   * Returns the sha256 over the paths below the folder and the contents of all files, in the order
   * of the paths. Every file is held in memory while it is hashed.
   *
   * @throws InputMissing when there is no such folder
   */
  public static String sha256(Configuration conf, String folder) {
    Path root = new Path(folder);
    try {
      FileSystem fs = root.getFileSystem(conf);
      String base = fs.getFileStatus(root).getPath().toString();
      TreeMap<String, String> hashes = new TreeMap<>();
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
      while (files.hasNext()) {
        Path file = files.next().getPath();
        try (FSDataInputStream in = fs.open(file)) {
          hashes.put(file.toString().substring(base.length()), Hashes.sha256(in.readAllBytes()));
        }
      }
      return Hashes.sha256(hashes.toString());
    } catch (IOException e) {
      throw new InputMissing("embed.model must be readable, " + folder + " is not", e);
    }
  }

  /** Opens a file; empty if there is none. */
  public static Optional<InputStream> open(Configuration conf, String file) {
    Path path = new Path(file);
    try {
      return Optional.of(path.getFileSystem(conf).open(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  public static Optional<byte[]> read(Configuration conf, String file) {
    Path path = new Path(file);
    try (FSDataInputStream in = path.getFileSystem(conf).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /** Content of a file that is written piece by piece. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a whole file or nothing: writes it under another name, then renames it. */
  public static void write(Configuration conf, String file, byte[] bytes) {
    write(conf, file, out -> out.write(bytes));
  }

  /** Writes a whole file or nothing, without holding it in memory. */
  public static void write(Configuration conf, String file, Content content) {
    Path path = new Path(file);
    Path partial = new Path(path.getParent(), "_" + path.getName() + ".partial");
    try {
      FileSystem fs = path.getFileSystem(conf);
      fs.mkdirs(path.getParent());
      try (FSDataOutputStream out = fs.create(partial, true)) {
        content.writeTo(out);
      }
      replace(fs, partial, path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  /**
   * Renames a file over another one: in one step if the file system has such a rename, as HDFS
   * does. Otherwise the other file is deleted first.
   */
  public static void replace(FileSystem fs, Path from, Path to) throws IOException {
    // The local file systems of Hadoop rename a file and its checksum in two steps.
    if (!fs.getScheme().equals("file")) {
      Optional<FileContext> context = CONTEXTS.computeIfAbsent(fs, Warehouse::context);
      if (context.isPresent()) {
        context.get().rename(from, to, Options.Rename.OVERWRITE);
        return;
      }
    }
    fs.delete(to, false);
    if (!fs.rename(from, to)) {
      throw new IOException("rename of " + from + " to " + to + " was refused");
    }
  }

  private static Optional<FileContext> context(FileSystem fs) {
    try {
      return Optional.of(FileContext.getFileContext(fs.getUri(), fs.getConf()));
    } catch (UnsupportedFileSystemException | RuntimeException e) {
      LOG.debug("{} has no atomic rename: {}", fs.getUri(), e.getMessage());
      return Optional.empty();
    }
  }

  private Warehouse() {}
}
