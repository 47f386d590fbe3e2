package dev.winnow.jobs.preflight;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/** Looks at the files of this machine, and at all other file systems through Hadoop. */
final class HadoopLook implements Look {

  private final Configuration conf;
  private final LocalLook local;

  HadoopLook(Configuration conf) {
    this.conf = conf;
    this.local = new LocalLook("file".equals(FileSystem.getDefaultUri(conf).getScheme()));
  }

  @Override
  public Kind kind(String path) throws IOException {
    if (local.sees(path)) {
      return local.kind(path);
    }
    Path place = new Path(path);
    try {
      FileStatus status = place.getFileSystem(conf).getFileStatus(place);
      return status.isDirectory() ? Kind.FOLDER : Kind.FILE;
    } catch (FileNotFoundException e) {
      return Kind.ABSENT;
    }
  }

  @Override
  public boolean isWritable(String folder) throws IOException {
    if (local.sees(folder)) {
      return local.isWritable(folder);
    }
    FileSystem fs = new Path(folder).getFileSystem(conf);
    for (Path place = fs.makeQualified(new Path(folder));
        place != null;
        place = place.getParent()) {
      try {
        if (!fs.getFileStatus(place).isDirectory()) {
          return false;
        }
        fs.access(place, FsAction.WRITE);
        return true;
      } catch (FileNotFoundException e) {
        continue;
      } catch (AccessControlException e) {
        return false;
      }
    }
    return true;
  }
}
