package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.support.Script;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks of the snippets for readers: Python or SQL that names only existing tables and columns.
 */
class ReaderSnippetsTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+)\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LITERAL = Pattern.compile("'([^']*)'|`([^`]*/[^`]*)`");
  private static final Pattern TABLE_IS = Pattern.compile("[\"`]table[\"`] = '([a-z_]*)'");
  private static final Pattern ALIAS = Pattern.compile("(?i)\\bAS ([a-z]+)\\b(?! OF)");

  private static final Set<String> TABLES =
      Tables.ALL.stream().map(TableSpec::name).collect(Collectors.toSet());
  private static final Set<String> COLUMNS =
      Tables.ALL.stream()
          .flatMap(table -> Arrays.stream(table.columnNames()))
          .collect(Collectors.toSet());

  /** Words of SQL, and the names that stand for tables in a join. */
  private static final Set<String> SQL =
      Set.of(
          "select from where and as of by group order desc join on count avg version delta delta_scan d e"
              .split(" "));

  /** Words in the strings of the Python snippets that are no tables or columns. */
  private static final Set<String> OTHER =
      Set.of(
          ("data winnow warehouse quickstart images fashion file set setter versionasof org apache"
                  + " spark ml feature sqltransformer __this__")
              .split(" "));

  private record Snippet(String file, String language, String text) {}

  @Test
  void everyPageIsLinked() throws IOException {
    String index = read("docs/readers/README.md");
    try (Stream<Path> pages = Files.list(root().resolve("docs/readers"))) {
      for (Path page : pages.toList()) {
        String name = page.getFileName().toString();
        assertTrue(name.equals("README.md") || index.contains("(" + name + ")"), name);
      }
    }
    assertTrue(read("README.md").contains("docs/readers/README.md"));
  }

  @Test
  void everyPythonSnippetCompilesAndItsNamesExist() throws Exception {
    assumeTrue(Script.has("python3"), "python3 is not on the PATH");
    List<Snippet> snippets = snippets("python");
    assertTrue(snippets.size() >= 8, snippets.size() + " snippets");
    for (Snippet snippet : snippets) {
      assertEquals(List.of(), python(snippet.text()), snippet.file());
    }
  }

  @Test
  void everySqlSnippetNamesExistingTablesAndColumns() throws IOException {
    List<Snippet> snippets = snippets("sql");
    assertTrue(snippets.size() >= 6, snippets.size() + " snippets");
    for (Snippet snippet : snippets) {
      assertEquals(List.of(), sql(snippet.text()), snippet.file());
    }
  }

  @Test
  void theSqlForSparkRunsOnTablesOfTheContracts(@TempDir Path folder) throws IOException {
    for (TableSpec table : Tables.ALL) {
      LocalSpark.rows(table.schema(), 1, List.of())
          .write()
          .format("delta")
          .save(folder.resolve(table.name()).toString());
    }
    // The snippets ask for version 2; a write without rows would make no version.
    for (int version = 1; version <= 2; version++) {
      LocalSpark.session()
          .sql(
              "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('winnow.test' = '%d')"
                  .formatted(folder.resolve("curated"), version));
    }
    int run = 0;
    for (Snippet snippet : snippets("sql")) {
      if (snippet.file().equals("docs/readers/spark.md")) {
        String sql = snippet.text().replace("/data/winnow/fashion", folder.toString());
        assertEquals(List.of(), LocalSpark.session().sql(sql).collectAsList(), sql);
        run++;
      }
    }
    assertEquals(3, run);
  }

  @Test
  void aNameThatDoesNotExistIsNamed() throws Exception {
    String sql = "SELECT id FROM delta_scan('/data/curated') WHERE \"table\" = 'curated'";
    assertEquals(List.of(), sql(sql));
    assertEquals(List.of("idd"), sql(sql.replace("id ", "idd ")));
    assertEquals(List.of("curatd"), sql(sql.replace("/curated", "/curatd")));
    assertEquals(List.of("curatd"), sql(sql.replace("'curated'", "'curatd'")));
    assumeTrue(Script.has("python3"), "python3 is not on the PATH");
    String python = "read('/data/curated', filters=[('keep_rank', '<', 3)])['id']\n";
    assertEquals(List.of(), python(python));
    assertEquals(List.of("keep_rnk"), python(python.replace("rank", "rnk")));
    assertEquals(List.of("idd"), python(python.replace("'id'", "'idd'")));
    assertEquals(List.of("curatd"), python(python.replace("curated", "curatd")));
    assertTrue(python("def read(:\n").toString().contains("SyntaxError"));
  }

  /** Returns the names that no contract has, or Python's message about the syntax. */
  private static List<String> python(String text) throws Exception {
    Path script = Path.of(ReaderSnippetsTest.class.getResource("snippet_names.py").toURI());
    Script read = Script.run(text, "python3", script.toString());
    if (read.code() != 0) {
      return List.of(read.err());
    }
    JsonNode names = new ObjectMapper().readTree(read.out());
    List<String> unknown = new ArrayList<>();
    for (JsonNode column : names.path("columns")) {
      if (!COLUMNS.contains(column.asText())) {
        unknown.add(column.asText());
      }
    }
    for (JsonNode name : names.path("words")) {
      String word = name.asText();
      if (!known(word) && !OTHER.contains(word.toLowerCase(Locale.ROOT))) {
        unknown.add(word);
      }
    }
    return unknown;
  }

  private static boolean known(String word) {
    return TABLES.contains(word)
        || COLUMNS.contains(word)
        || SQL.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Returns the names that no contract has. */
  private static List<String> sql(String text) {
    List<String> unknown = new ArrayList<>();
    String code = text.replaceAll("--[^\\n]*", "");
    Set<String> aliases = new TreeSet<>();
    Matcher alias = ALIAS.matcher(code);
    while (alias.find()) {
      aliases.add(alias.group(1));
    }
    Matcher literal = LITERAL.matcher(code);
    while (literal.find()) {
      String path = literal.group(1) == null ? literal.group(2) : literal.group(1);
      String last = path.substring(path.lastIndexOf('/') + 1);
      if (path.contains("/") && !TABLES.contains(last)) {
        unknown.add(last);
      }
    }
    Matcher table = TABLE_IS.matcher(code);
    while (table.find()) {
      if (!TABLES.contains(table.group(1))) {
        unknown.add(table.group(1));
      }
    }
    Matcher word = WORD.matcher(LITERAL.matcher(code).replaceAll(" "));
    while (word.find()) {
      if (!known(word.group()) && !aliases.contains(word.group())) {
        unknown.add(word.group());
      }
    }
    return unknown;
  }

  private static List<Snippet> snippets(String language) throws IOException {
    List<String> files = new ArrayList<>(List.of("README.md"));
    try (Stream<Path> pages = Files.list(root().resolve("docs/readers"))) {
      pages.sorted().forEach(page -> files.add("docs/readers/" + page.getFileName()));
    }
    List<Snippet> found = new ArrayList<>();
    for (String file : files) {
      Matcher block = BLOCK.matcher(read(file));
      while (block.find()) {
        if (block.group(1).equals(language)) {
          found.add(new Snippet(file, language, block.group(2)));
        }
      }
    }
    return found;
  }

  private static Path root() {
    return ConfigFiles.root();
  }

  private static String read(String file) throws IOException {
    return Files.readString(root().resolve(file), StandardCharsets.UTF_8);
  }
}
