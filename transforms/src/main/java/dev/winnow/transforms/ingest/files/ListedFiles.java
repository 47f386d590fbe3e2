package dev.winnow.transforms.ingest.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Read-only file system of listed files under names without special characters, for readers that
 * would take a name for a pattern or skip it, such as Spark's for parquet.
 *
 * <p>The path of a file holds its URI in hexadecimal, so that every process finds the file without
 * a list. Give {@link #OPTIONS} to the reader.
 */
public final class ListedFiles extends FileSystem {

  private static final String SCHEME = "winnow-listed";

  private static final Pattern PATH = Pattern.compile("/([0-9a-f]+)/[^/]*");
  private static final Pattern IN_TEXT =
      Pattern.compile(SCHEME + ":/+[0-9a-f]+/file(\\.[a-z0-9]{1,8}){0,2}");
  private static final Pattern ENDING = Pattern.compile("(\\.[a-z0-9]{1,8}){1,2}$");

  /** Settings by which Hadoop finds this file system. */
  public static final Map<String, String> OPTIONS =
      Map.of("fs." + SCHEME + ".impl", ListedFiles.class.getName());

  /** Returns a configuration by which Hadoop finds this file system. */
  public static Configuration conf(Configuration conf) {
    Configuration listed = new Configuration(conf);
    OPTIONS.forEach(listed::set);
    return listed;
  }

  /** Returns the path of a file in this file system. Its name ends like the file's. */
  public static String path(String uri) {
    Matcher ending = ENDING.matcher(LocalNames.name(uri).toLowerCase(Locale.ROOT));
    return SCHEME
        + ":/"
        + HexFormat.of().formatHex(uri.getBytes(StandardCharsets.UTF_8))
        + "/file"
        + (ending.find() ? ending.group() : "");
  }

  /** Returns the URI of the file behind a path of this file system; any other URI as it is. */
  public static String uri(String path) {
    return path.startsWith(SCHEME + ":") ? uri(new Path(path)) : path;
  }

  /** Returns a message with the URIs of files in place of their paths in this file system. */
  public static String named(String message) {
    return IN_TEXT
        .matcher(message)
        .replaceAll(found -> Matcher.quoteReplacement(uri(new Path(found.group()))));
  }

  private static String uri(Path path) {
    Matcher matcher = PATH.matcher(path.toUri().getPath());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("path must hold a URI in hexadecimal, got " + path);
    }
    return new String(HexFormat.of().parseHex(matcher.group(1)), StandardCharsets.UTF_8);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return LiteralFiles.open(getConf(), uri(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    Matcher matcher = PATH.matcher(path.toUri().getPath());
    if (!matcher.matches()) {
      throw new FileNotFoundException("only listed files exist here, got " + path);
    }
    FileStatus found = LiteralFiles.status(getConf(), uri(path));
    return new FileStatus(
        found.getLen(),
        false,
        found.getReplication(),
        found.getBlockSize(),
        found.getModificationTime(),
        path.makeQualified(getUri(), getWorkingDirectory()));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return new FileStatus[] {getFileStatus(path)};
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    String uri = uri(file.getPath());
    if (!LiteralFiles.byHadoop(uri)) {
      return super.getFileBlockLocations(file, start, length);
    }
    Path path = new Path(uri);
    return path.getFileSystem(getConf()).getFileBlockLocations(path, start, length);
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(SCHEME + ":/");
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw readOnly();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw readOnly();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw readOnly();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("listed files can only be read");
  }
}
