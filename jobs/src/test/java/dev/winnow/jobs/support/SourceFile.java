package dev.winnow.jobs.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java file of main code.
 *
 * @param packageName such as {@code dev.winnow.jobs.run}
 * @param name without {@code .java}
 */
public record SourceFile(String packageName, String name, String text) {

  private static final String SOURCES = "src/main/java";
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(dev\\.winnow\\.[a-z.]+)\\.[A-Z]", Pattern.MULTILINE);

  /** Reads the main code of every module of a checkout. */
  public static List<SourceFile> all(Path root) {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve(SOURCES))
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(sources -> below(sources).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceFile> below(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(file -> read(sources, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFile read(Path sources, Path file) {
    try {
      String name = file.getFileName().toString();
      return new SourceFile(
          sources
              .relativize(file.getParent())
              .toString()
              .replace(file.getFileSystem().getSeparator(), "."),
          name.substring(0, name.length() - ".java".length()),
          Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String qualifiedName() {
    return packageName + "." + name;
  }

  public boolean isPackageInfo() {
    return name.equals("package-info");
  }

  /**
   * Returns the packages of this project that the file imports from. Compiled classes do not show
   * all of them: the compiler copies the value of a constant and drops the reference.
   */
  public TreeSet<String> importedPackages() {
    TreeSet<String> packages = new TreeSet<>();
    Matcher matcher = IMPORT.matcher(text);
    while (matcher.find()) {
      packages.add(matcher.group(1));
    }
    return packages;
  }
}
