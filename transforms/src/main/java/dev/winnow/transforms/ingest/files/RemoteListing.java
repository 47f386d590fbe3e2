package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists folders through a file system of Hadoop, such as hdfs and s3a. Links are not followed. */
final class RemoteListing {

  private final Found found;

  RemoteListing(Found found) {
    this.found = found;
  }

  /**
   * Adds a path of the recipe, or all that match it as a pattern.
   *
   * @throws FileNotFoundException if nothing matches
   */
  void root(Configuration conf, String path) throws IOException {
    Path pattern = new Path(path);
    FileSystem fs = pattern.getFileSystem(conf);
    FileStatus[] matches = matches(fs, pattern);
    if (matches == null || matches.length == 0) {
      throw new FileNotFoundException(path);
    }
    for (FileStatus match : matches) {
      if (match.isDirectory()) {
        folder(fs, match.getPath(), "");
      } else {
        file(match, match.getPath().getName(), matches.length == 1);
      }
    }
  }

  private static FileStatus[] matches(FileSystem fs, Path path) throws IOException {
    try {
      return new FileStatus[] {fs.getFileStatus(path)};
    } catch (FileNotFoundException e) {
      return fs.globStatus(path);
    }
  }

  private void folder(FileSystem fs, Path folder, String relative) throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      String name = status.getPath().getName();
      String path = relative.isEmpty() ? name : relative + "/" + name;
      PassedOver hidden = FileNames.hidden(name);
      String uri = status.getPath().toString();
      if (status.isSymlink()) {
        found.pass(
            uri,
            path,
            InputEntry.Kind.LINK,
            0,
            hidden == null ? PassedOver.LINK : hidden,
            "links of this file system are not followed");
      } else if (!status.isDirectory()) {
        file(status, path, false);
      } else if (hidden != null) {
        found.pass(uri, path, InputEntry.Kind.FOLDER, 0, hidden, null);
      } else {
        folder(fs, status.getPath(), path);
      }
    }
  }

  private void file(FileStatus status, String path, boolean named) {
    String uri = status.getPath().toString();
    String name = status.getPath().getName();
    PassedOver refusal = found.refusal(name, status.getLen(), named);
    if (refusal != null) {
      found.pass(uri, path, InputEntry.Kind.FILE, status.getLen(), refusal, null);
      return;
    }
    found.read(
        name,
        InputEntry.Kind.FILE,
        new InputFiles.InputFile(uri, path, status.getLen(), status.getModificationTime()));
  }
}
