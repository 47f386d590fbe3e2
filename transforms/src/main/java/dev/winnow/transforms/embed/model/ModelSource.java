package dev.winnow.transforms.embed.model;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Location of a model's file on a Hadoop file system.
 *
 * @param fs file system of the file
 * @param file file of the model
 * @param folder folder of the file and its external data
 * @param root folder of the configs: that of the file, or the one above a folder {@code onnx}
 * @param name name of the given folder, or of the file without its ending
 * @param kind kind of the file
 * @param others ONNX files that the given folder holds too, by paths relative to it
 */
record ModelSource(
    FileSystem fs, Path file, Path folder, Path root, String name, Kind kind, List<String> others) {

  /** Kind of a file, by its ending or its first bytes. */
  enum Kind {
    ONNX,
    TORCHSCRIPT,
    ZIP,
    TAR,
    TAR_GZ
  }

  /** Number of bytes that identify an archive; the magic of tar lies furthest, at 257. */
  private static final int HEAD = 262;

  /**
   * Finds the file of a model.
   *
   * @param engine option word of a {@link DjlEngine}, or auto
   * @throws FileNotFoundException if the file does not exist
   */
  static ModelSource find(Configuration conf, String model, String engine) throws IOException {
    Path given = new Path(model);
    FileSystem fs = given.getFileSystem(conf);
    if (!fs.exists(given)) {
      throw new FileNotFoundException("embed.model must exist, " + given + " does not");
    }
    boolean isFolder = fs.getFileStatus(given).isDirectory();
    ModelFolder inside = isFolder ? ModelFolder.search(fs, given, engine) : null;
    Path file = isFolder ? inside.file() : given;
    Kind kind = kind(fs, file, engine);
    Path folder = file.getParent();
    Path root = ModelFolder.root(fs, folder);
    String name = isFolder ? given.getName() : withoutEnding(file.getName());
    if (name.equals("model") && root != null) {
      name = root.getName();
    }
    return new ModelSource(
        fs, file, folder, root, name, kind, isFolder ? inside.others() : List.of());
  }

  private static Kind kind(FileSystem fs, Path file, String engine) throws IOException {
    String name = file.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pt")) {
      return Kind.TORCHSCRIPT;
    }
    byte[] head;
    try (FSDataInputStream in = fs.open(file)) {
      head = in.readNBytes(HEAD);
    }
    if (name.endsWith(".zip") || starts(head, 0, 'P', 'K', 3, 4)) {
      return Kind.ZIP;
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz") || starts(head, 0, 0x1f, 0x8b)) {
      return Kind.TAR_GZ;
    }
    if (name.endsWith(".tar") || starts(head, 257, 'u', 's', 't', 'a', 'r')) {
      return Kind.TAR;
    }
    boolean named = name.endsWith(".onnx");
    return !named && engine.equals(DjlEngine.PYTORCH.word()) ? Kind.TORCHSCRIPT : Kind.ONNX;
  }

  private static boolean starts(byte[] head, int from, int... magic) {
    if (head.length < from + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[from + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String withoutEnding(String file) {
    return file.replaceFirst("(?i)\\.(onnx|pt|zip|tar|tar\\.gz|tgz)$", "");
  }

  boolean isArchive() {
    return kind == Kind.ZIP || kind == Kind.TAR || kind == Kind.TAR_GZ;
  }

  /** Returns true if a file of the configs' folder exists. */
  boolean has(String config) throws IOException {
    Path path = new Path(root, config);
    return fs.exists(path) && fs.getFileStatus(path).isFile();
  }

  /** Opens the model, or a file of its external data. */
  FSDataInputStream open(String beside) throws IOException {
    return fs.open(new Path(folder, beside));
  }

  /** Opens a file of the configs' folder. */
  FSDataInputStream openConfig(String config) throws IOException {
    return fs.open(new Path(root, config));
  }

  /** Returns the path of a file of the model's folder, relative to the configs' folder. */
  String fromRoot(String beside) {
    return folder.equals(root) ? beside : folder.getName() + "/" + beside;
  }

  /**
   * Checks the external files of an ONNX model. Returns their lengths by path relative to the
   * model's folder, in path order.
   *
   * @param named locations and least lengths from {@link OnnxExternalData}
   * @throws ModelRejected if a file lies outside of the folder, or is too short
   * @throws FileNotFoundException if a file does not exist
   */
  SortedMap<String, Long> external(SortedMap<String, Long> named) throws IOException {
    SortedMap<String, Long> files = new TreeMap<>(ModelDigest.PATH_ORDER);
    for (String location : named.keySet()) {
      String path = RelativePath.normal(location);
      String fault = RelativePath.fault(location);
      if (fault == null && path.isEmpty()) {
        fault = "is not a file";
      }
      if (fault == null && path.matches("(?i)serving\\.properties|libs(/.*)?")) {
        // DJL would load settings and code from these names.
        fault = "is a name that DJL reserves";
      }
      if (fault != null) {
        throw new ModelRejected(
            "external data of a model must lie in its folder, "
                + file
                + " names "
                + printable(location)
                + ", which "
                + fault
                + "; save the model again, with its data beside it");
      }
      long length = length(path);
      if (length < named.get(location)) {
        throw new ModelRejected(
            "external data of a model must be whole, "
                + file
                + " needs "
                + named.get(location)
                + " bytes of "
                + path
                + ", which has "
                + length
                + "; copy it again");
      }
      files.put(path, length);
    }
    return files;
  }

  private long length(String path) throws IOException {
    Path place = folder;
    for (String part : path.split("/", -1)) {
      place = new Path(place, part);
      if (!fs.exists(place)) {
        throw new FileNotFoundException(
            "external data of a model must lie beside it, "
                + file
                + " names "
                + path
                + ", and "
                + place
                + " does not exist; copy it there");
      }
      if (leaves(place)) {
        throw new ModelRejected(
            "external data of a model must be a file of its folder, "
                + place
                + " is a link out of it; put the file itself there");
      }
    }
    FileStatus status = fs.getFileStatus(place);
    if (!status.isFile()) {
      throw new ModelRejected(
          "external data of a model must be a file, " + place + " is a folder; save it again");
    }
    return status.getLen();
  }

  /**
   * Returns true if a place is a link out of the folder. Hadoop's local file system follows links
   * silently, so local paths are resolved by the platform.
   */
  private boolean leaves(Path place) throws IOException {
    if (fs.getUri().getScheme().equals("file")) {
      return !local(place).toPath().toRealPath().startsWith(local(folder).toPath().toRealPath());
    }
    return fs.getFileLinkStatus(place).isSymlink();
  }

  private File local(Path place) {
    return new File(fs.makeQualified(place).toUri().getPath());
  }

  private static String printable(String location) {
    return '"' + location.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
