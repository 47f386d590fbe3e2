package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Lists local folders. Each folder and each file is read once, whatever names lead to it.
 *
 * <p>Links are looked at last. A link is followed if it leads to a file or folder that is not read
 * under its own name, and that lies in the input path or may lie outside of it. Pipes, sockets and
 * devices are never opened.
 */
final class LocalListing {

  /**
   * A link to decide on.
   *
   * @param relative its path below the input path
   * @param home real path of its folder
   */
  private record Link(Path path, String relative, Path home) {}

  private static final String ANOTHER_NAME = "the file is read under another name";
  private static final String OUT = "the link leads out of the input path";

  private final Found found;
  private final boolean followLinks;
  private final List<Path> roots = new ArrayList<>();
  private final Map<Object, Path> entered = new HashMap<>();
  private final Set<Path> read = new HashSet<>();
  private final Queue<Link> links = new ArrayDeque<>();

  LocalListing(Found found, boolean followLinks) {
    this.found = found;
    this.followLinks = followLinks;
  }

  /** Adds a path that matches a pattern of the recipe, as if it were an entry of a folder. */
  void match(Path path) throws IOException {
    String name = LocalNames.shown(path.getFileName());
    PassedOver hidden = FileNames.hidden(name);
    if (Files.isSymbolicLink(path)) {
      link(new Link(path, name, path.getParent().toRealPath()), name);
    } else if (hidden != null && Files.isDirectory(path)) {
      pass(path, name, InputEntry.Kind.FOLDER, 0, hidden, null);
    } else {
      root(path, false);
    }
  }

  /**
   * Adds a path that the recipe names.
   *
   * @param named true where a file may have any name
   */
  void root(Path path, boolean named) throws IOException {
    Path real = path.toRealPath();
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    String name = LocalNames.shown(path.getFileName() == null ? path : path.getFileName());
    roots.add(real);
    if (attributes.isDirectory()) {
      entered.putIfAbsent(key(real, attributes), path);
      folder(path, "", real, list(path));
    } else {
      file(path, name, name, InputEntry.Kind.FILE, attributes, real, named);
    }
  }

  /** Decides on the links that the folders hold. */
  void finish() {
    while (!links.isEmpty()) {
      follow(links.remove());
    }
  }

  /** Returns the entries of a folder, sorted by name. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }

  private void folder(Path folder, String relative, Path real, List<Path> children) {
    for (Path child : children) {
      String name = LocalNames.shown(child.getFileName());
      String path = relative.isEmpty() ? name : relative + "/" + name;
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
          link(new Link(child, path, real), name);
        } else if (attributes.isDirectory()) {
          subfolder(child, name, path, real.resolve(child.getFileName()), attributes);
        } else {
          file(
              child,
              name,
              path,
              InputEntry.Kind.FILE,
              attributes,
              real.resolve(child.getFileName()),
              false);
        }
      } catch (IOException e) {
        pass(child, path, InputEntry.Kind.FILE, 0, PassedOver.UNREADABLE, String.valueOf(e));
      }
    }
  }

  private void subfolder(
      Path child, String name, String path, Path real, BasicFileAttributes attributes) {
    PassedOver hidden = FileNames.hidden(name);
    if (hidden != null) {
      pass(child, path, InputEntry.Kind.FOLDER, 0, hidden, null);
    } else {
      enter(child, path, InputEntry.Kind.FOLDER, real, attributes);
    }
  }

  private void enter(
      Path child, String path, InputEntry.Kind kind, Path real, BasicFileAttributes attributes) {
    // A second path of the recipe may lead to the same folder by the same name; that is no link.
    Path earlier = entered.putIfAbsent(key(real, attributes), child);
    if (earlier != null && !earlier.equals(child)) {
      pass(child, path, kind, 0, PassedOver.LINK, "the folder is read under another name");
      return;
    }
    try {
      List<Path> children = list(child);
      folder(child, path, real, children);
    } catch (IOException e) {
      pass(child, path, kind, 0, PassedOver.UNREADABLE, "the folder can't be listed: " + e);
    }
  }

  private void file(
      Path file,
      String name,
      String path,
      InputEntry.Kind kind,
      BasicFileAttributes attributes,
      Path real,
      boolean named) {
    if (attributes.isOther()) {
      pass(file, path, InputEntry.Kind.SPECIAL, 0, PassedOver.SPECIAL_FILE, null);
      return;
    }
    PassedOver refusal = found.refusal(name, attributes.size(), named);
    if (refusal != null) {
      pass(file, path, kind, attributes.size(), refusal, null);
    } else if (found.format() != InputFormat.IMAGES && !Files.isReadable(file)) {
      // An image that can't be opened has a row of its own in quarantine.
      pass(file, path, kind, attributes.size(), PassedOver.UNREADABLE, "permission is missing");
    } else if (read.add(real) || found.reads(LocalNames.uri(file))) {
      found.read(
          name,
          kind,
          new InputFiles.InputFile(
              LocalNames.uri(file),
              path,
              attributes.size(),
              attributes.lastModifiedTime().toMillis()));
    } else {
      pass(file, path, kind, attributes.size(), PassedOver.LINK, ANOTHER_NAME);
    }
  }

  private void link(Link link, String name) {
    PassedOver hidden = FileNames.hidden(name);
    if (hidden != null) {
      passLink(link, hidden, null);
    } else {
      links.add(link);
    }
  }

  private void follow(Link link) {
    Path target;
    BasicFileAttributes attributes;
    try {
      target = link.path().toRealPath();
      attributes = Files.readAttributes(target, BasicFileAttributes.class);
    } catch (IOException e) {
      passLink(link, PassedOver.LINK, "the link leads nowhere");
      return;
    }
    String name = LocalNames.shown(link.path().getFileName());
    boolean inside = roots.stream().anyMatch(target::startsWith);
    if (attributes.isDirectory()) {
      if (link.home().startsWith(target)) {
        passLink(link, PassedOver.LINK, "the link leads to a folder above");
      } else if (inside || followLinks) {
        enter(link.path(), link.relative(), InputEntry.Kind.LINK, target, attributes);
      } else {
        passLink(link, PassedOver.LINK, OUT);
      }
      return;
    }
    boolean wanted = !attributes.isOther() && found.refusal(name, attributes.size(), false) == null;
    if (wanted && !inside && !followLinks) {
      passLink(link, PassedOver.LINK, OUT);
    } else {
      file(link.path(), name, link.relative(), InputEntry.Kind.LINK, attributes, target, false);
    }
  }

  private void passLink(Link link, PassedOver reason, String detail) {
    pass(link.path(), link.relative(), InputEntry.Kind.LINK, 0, reason, detail);
  }

  private void pass(
      Path path,
      String relative,
      InputEntry.Kind kind,
      long length,
      PassedOver reason,
      String detail) {
    found.pass(LocalNames.uri(path), relative, kind, length, reason, detail);
  }

  /** Returns the identity of a folder, which a mount at a second place shares. */
  private static Object key(Path real, BasicFileAttributes attributes) {
    return attributes.fileKey() == null ? real : attributes.fileKey();
  }
}
