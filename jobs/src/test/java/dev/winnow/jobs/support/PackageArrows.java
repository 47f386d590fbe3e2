package dev.winnow.jobs.support;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The packages that each package depends on. Names are short: {@code jobs.run} stands for {@code
 * dev.winnow.jobs.run}.
 */
public final class PackageArrows {

  private static final String ROOT = "dev.winnow.";
  private static final String FENCE = "```";

  /** From a package to a package, to one place in the code that shows it. */
  private final Map<String, Map<String, String>> arrows = new TreeMap<>();

  /** Returns the arrows of compiled classes and of the imports of their sources. */
  public static PackageArrows of(JavaClasses classes, List<SourceFile> sources) {
    PackageArrows code = new PackageArrows();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        code.add(
            type.getPackageName(),
            target.getPackageName(),
            type.getSimpleName() + " -> " + target.getSimpleName());
      }
    }
    for (SourceFile file : sources) {
      for (String target : file.importedPackages()) {
        code.add(file.packageName(), target, "an import of " + file.name());
      }
    }
    return code;
  }

  /** Returns the arrows of the fenced block {@code arrows} of a Markdown page. */
  public static PackageArrows parse(String page) {
    int start = page.indexOf(FENCE + "arrows\n");
    if (start < 0) {
      throw new IllegalArgumentException(
          "the page has no block that begins with " + FENCE + "arrows");
    }
    int first = page.indexOf('\n', start) + 1;
    PackageArrows map = new PackageArrows();
    page.substring(first, page.indexOf(FENCE, first))
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(map::parseLine);
    return map;
  }

  private void parseLine(String line) {
    String[] sides = line.split(" -> ", 2);
    if (sides.length != 2) {
      throw new IllegalArgumentException(
          "a line must be \"PACKAGE -> PACKAGE, PACKAGE\", got " + line);
    }
    for (String target : sides[1].split(",")) {
      add(ROOT + sides[0].strip(), ROOT + target.strip(), "the map");
    }
  }

  private void add(String from, String to, String example) {
    if (to.startsWith(ROOT) && !to.equals(from)) {
      arrows
          .computeIfAbsent(from.substring(ROOT.length()), key -> new TreeMap<>())
          .putIfAbsent(to.substring(ROOT.length()), example);
    }
  }

  /** Returns the arrows that another set lacks, as lines with an example. */
  public List<String> missingIn(PackageArrows other) {
    List<String> lines = new ArrayList<>();
    arrows.forEach(
        (from, targets) ->
            targets.forEach(
                (to, example) -> {
                  if (!other.arrows.getOrDefault(from, Map.of()).containsKey(to)) {
                    lines.add(from + " -> " + to + " (" + example + ")");
                  }
                }));
    return lines;
  }

  /** Returns the arrows between two groups of packages, each a package and those below it. */
  public List<String> between(String fromGroup, String toGroup) {
    List<String> lines = new ArrayList<>();
    arrows.forEach(
        (from, targets) ->
            targets.forEach(
                (to, example) -> {
                  if (isIn(from, fromGroup) && isIn(to, toGroup) && !isIn(from, toGroup)) {
                    lines.add(from + " -> " + to + " (" + example + ")");
                  }
                }));
    return lines;
  }

  private static boolean isIn(String name, String group) {
    return group.isEmpty() || name.equals(group) || name.startsWith(group + ".");
  }

  /** Returns a circle of packages with an example for each arrow; empty if there is none. */
  public List<String> circle() {
    Set<String> cleared = new HashSet<>();
    for (String start : arrows.keySet()) {
      List<String> found = circle(start, new ArrayDeque<>(), cleared);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<String> circle(String at, Deque<String> path, Set<String> cleared) {
    if (path.contains(at)) {
      List<String> round = new ArrayList<>(path);
      round = new ArrayList<>(round.subList(round.indexOf(at), round.size()));
      round.add(at);
      List<String> lines = new ArrayList<>();
      for (int i = 1; i < round.size(); i++) {
        String example = arrows.get(round.get(i - 1)).get(round.get(i));
        lines.add(round.get(i - 1) + " -> " + round.get(i) + " (" + example + ")");
      }
      return lines;
    }
    if (cleared.contains(at)) {
      return List.of();
    }
    path.addLast(at);
    for (String next : arrows.getOrDefault(at, Map.of()).keySet()) {
      List<String> found = circle(next, path, cleared);
      if (!found.isEmpty()) {
        return found;
      }
    }
    path.removeLast();
    cleared.add(at);
    return List.of();
  }

  /** Returns the block of a page that holds these arrows. */
  @Override
  public String toString() {
    return arrows.entrySet().stream()
        .map(from -> from.getKey() + " -> " + String.join(", ", from.getValue().keySet()))
        .collect(Collectors.joining("\n", FENCE + "arrows\n", "\n" + FENCE));
  }
}
