package dev.winnow.jobs.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Follows the links of all pages to other pages and to their headings. */
class DocumentLinksTest {

  private static final Path ROOT = ConfigFiles.root();
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");

  @Test
  void everyLinkOfAPageLeadsToAFileAndAHeading() throws IOException {
    List<Path> pages = pages();
    assertTrue(pages.size() > 20, "pages found: " + pages.size());
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      Matcher link = LINK.matcher(withoutCode(Files.readString(page)));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !leadsSomewhere(page, target)) {
          broken.add(ROOT.relativize(page) + ": " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void aLinkToAMissingHeadingIsBroken() throws IOException {
    Path page = ROOT.resolve("README.md");
    assertTrue(leadsSomewhere(page, "docs/key-concepts.md#hardness"));
    assertTrue(!leadsSomewhere(page, "docs/key-concepts.md#softness"));
    assertTrue(!leadsSomewhere(page, "docs/no-such-page.md"));
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("docs", "cluster-configs")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(
                file -> file.toString().endsWith(".md") && !file.toString().contains("/target/"))
            .forEach(pages::add);
      }
    }
    try (Stream<Path> files = Files.list(ROOT)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  private static boolean leadsSomewhere(Path page, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || !file.toString().endsWith(".md")
        || headings(file).contains(target.substring(hash + 1));
  }

  /** Returns the headings of a page as the fragments that hosts of Markdown make of them. */
  private static Set<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(withoutCode(Files.readString(page)))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** Returns the text without fenced blocks, whose lines are no headings and no links. */
  private static String withoutCode(String text) {
    return text.replaceAll("(?ms)^```.*?^```", "").replaceAll("(?m)^    .*$", "");
  }
}
