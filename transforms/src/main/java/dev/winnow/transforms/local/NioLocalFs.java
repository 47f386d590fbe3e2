package dev.winnow.transforms.local;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;

/**
 * {@link NioLocalFileSystem} for Hadoop's file contexts, with which Delta commits. Set it as {@code
 * fs.AbstractFileSystem.file.impl}.
 */
public final class NioLocalFs extends ChecksumFs {

  /** Constructor that Hadoop looks for. */
  public NioLocalFs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(new Raw(conf));
  }

  private static final class Raw extends DelegateToFileSystem {

    private static final int NO_PORT = -1;

    Raw(Configuration conf) throws IOException, URISyntaxException {
      super(
          FsConstants.LOCAL_FS_URI,
          new NioRawLocalFileSystem(),
          conf,
          FsConstants.LOCAL_FS_URI.getScheme(),
          false);
    }

    @Override
    public int getUriDefaultPort() {
      return NO_PORT;
    }

    @Override
    public boolean isValidName(String src) {
      // A local name may hold a colon, which the default refuses.
      return true;
    }
  }
}
