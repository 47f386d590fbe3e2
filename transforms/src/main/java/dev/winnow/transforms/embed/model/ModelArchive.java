package dev.winnow.transforms.embed.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Archive of a model on the local disk: zip, tar, or tar with gzip. Unpacking stays inside the
 * given folder: absolute paths, {@code ..}, links and devices are refused. So are more entries,
 * more bytes or a higher compression ratio than the limits allow.
 */
final class ModelArchive {

  private static final int TYPE_OF_FILE = 0xf000;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;

  private final Path archive;
  private final String shown;
  private final ModelLimits limits;
  private final long packed;
  private int entries;
  private long unpacked;

  /**
   * @param shown name of the archive in messages
   */
  ModelArchive(Path archive, String shown, ModelLimits limits) throws IOException {
    this.archive = archive;
    this.shown = shown;
    this.limits = limits;
    this.packed = Files.size(archive);
  }

  /**
   * Returns true if {@code torch.jit.save} wrote the file: a zip of one folder with code. Returns
   * false for anything else, also for a broken zip; the loader then reports the damage.
   */
  static boolean isTorchScript(Path file) {
    try (ZipFile zip = open(file)) {
      Stream<String> names =
          Collections.list(zip.getEntries()).stream().map(ZipArchiveEntry::getName);
      return names.filter(name -> name.matches("[^/]+/(constants\\.pkl|code/.+)")).count() >= 2;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Unpacks all entries. Returns the folder of the model: {@code into}, or its only subfolder.
   *
   * @throws ModelRejected if the archive is damaged, reaches out of the folder, or is too large;
   *     files unpacked before that stay there
   */
  Path unpack(ModelSource.Kind kind, Path into) throws IOException {
    try {
      if (kind == ModelSource.Kind.ZIP) {
        unzip(into);
      } else {
        untar(kind == ModelSource.Kind.TAR_GZ, into);
      }
    } catch (FileAlreadyExistsException e) {
      throw rejected("holds " + into.relativize(Path.of(e.getFile())) + " twice", e);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw rejected("is damaged or not an archive of this kind; copy it again", e);
    }
    List<Path> top;
    try (Stream<Path> files = Files.list(into)) {
      top = files.filter(file -> !isLitter(file.getFileName().toString())).toList();
    }
    return top.size() == 1 && Files.isDirectory(top.get(0)) ? top.get(0) : into;
  }

  /** Recognizes the extra files of macOS. */
  private static boolean isLitter(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  private void unzip(Path into) throws IOException {
    try (ZipFile zip = open(archive)) {
      Enumeration<ZipArchiveEntry> all = zip.getEntries();
      while (all.hasMoreElements()) {
        ZipArchiveEntry entry = all.nextElement();
        int type = entry.getUnixMode() & TYPE_OF_FILE;
        boolean plain = type == 0 || type == REGULAR || type == FOLDER;
        if (plain && !zip.canReadEntryData(entry)) {
          throw rejected(
              "holds " + entry.getName() + ", which is encrypted or packed in an unknown way",
              null);
        }
        Path target = target(entry, plain, into);
        if (!entry.isDirectory()) {
          try (InputStream in = new Metered(zip.getInputStream(entry))) {
            write(in, target);
          }
        }
      }
    }
  }

  /**
   * Opens a zip by the constructor that exists in the commons-compress of every Spark line; the
   * newest versions deprecate it.
   */
  @SuppressWarnings("deprecation")
  private static ZipFile open(Path file) throws IOException {
    return new ZipFile(file.toFile());
  }

  private void untar(boolean gzip, Path into) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        InputStream plain = new Metered(gzip ? new GZIPInputStream(file, 1 << 16) : file);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      ArchiveEntry next = tar.getNextEntry();
      while (next != null) {
        TarArchiveEntry entry = (TarArchiveEntry) next;
        boolean other =
            entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO();
        Path target = target(entry, !other, into);
        if (!entry.isDirectory()) {
          write(tar, target);
        }
        next = tar.getNextEntry();
      }
    }
    if (entries == 0) {
      throw rejected("is empty", null);
    }
  }

  /**
   * Returns the target of an entry, and creates the folder for it (or the entry itself, if it is a
   * folder).
   */
  private Path target(ArchiveEntry entry, boolean plain, Path into) throws IOException {
    String name = entry.getName();
    if (++entries > limits.entries()) {
      throw rejected("has more than " + limits.entries() + " entries", null);
    }
    String fault = plain ? RelativePath.fault(name) : "is a link or a device";
    if (fault != null) {
      throw rejected("holds " + name.replaceAll("\\p{Cntrl}", "?") + ", which " + fault, null);
    }
    Path target = into.resolve(RelativePath.normal(name));
    Files.createDirectories(entry.isDirectory() ? target : target.getParent());
    return target;
  }

  private static void write(InputStream in, Path target) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        write(out, buffer, n, target);
      }
    }
  }

  /**
   * Writes bytes. A failure, such as a full disk, is no fault of the archive, so it becomes another
   * exception.
   */
  private static void write(OutputStream out, byte[] buffer, int n, Path target) {
    try {
      out.write(buffer, 0, n);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + target + ": " + e.getMessage(), e);
    }
  }

  private ModelRejected rejected(String fault, Exception cause) {
    return new ModelRejected(
        "embed.model must be an archive that is safe to unpack, "
            + shown
            + " "
            + fault
            + "; if you trust it, unpack it and name the folder",
        cause);
  }

  /** Counts the bytes from the archive, and throws above the limits. */
  private final class Metered extends FilterInputStream {

    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int n = super.read(buffer, from, length);
      unpacked += Math.max(0, n);
      limits.check(shown, unpacked);
      if (unpacked > ModelLimits.SMALL && unpacked / limits.ratio() > packed) {
        throw rejected(
            "unpacks to more than " + limits.ratio() + " times its " + packed + " bytes", null);
      }
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      return Math.max(0, read(new byte[(int) Math.min(count, 1 << 16)]));
    }
  }
}
