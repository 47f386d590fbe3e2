package dev.winnow.jobs.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of a corpus are inert in the page and in its CSV files. */
class HtmlTest {

  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String ESCAPE = "\u001b[31mred";
  private static final String OVERRIDE = "\u202egnp.exe";
  private static final String FORMULA = "=cmd|'/c calc'!A1";
  private static final String HANDLER = "\" onmouseover=\"alert(2)";

  private static Page page(Block... blocks) {
    return new Page(
        "corpus",
        "first",
        "identity",
        "2026-01-01T00:00:00Z",
        List.of(new Section("one", "One", "Lead.", List.of(blocks))),
        Assets.ofThisBuild());
  }

  private static String html(Block... blocks) {
    return new String(Html.of(page(blocks)), StandardCharsets.UTF_8);
  }

  private static Block.Tile tile(String text) {
    return new Block.Tile(null, text, text, List.of(text), "kept");
  }

  private static List<Block> blocks(String text) {
    return List.of(
        new Block.Verdict(text, List.of(new Block.Stat(text, text, text, "kept")), List.of(text)),
        new Block.Gallery(
            List.of(
                new Block.Group(
                    text,
                    List.of(text),
                    List.of(text),
                    List.of(new Block.TileRow(text, List.of(tile(text))))))),
        new Block.Pairs(
            List.of(new Block.Pair(text, List.of(text), tile(text), tile(text), "refused"))),
        new Block.Terms(List.of(new Block.Term(text, text))),
        new Block.Code(text, text),
        new DataTable(
            "table",
            text,
            List.of(DataTable.text(text)),
            List.of(List.of(DataTable.marked(text, text))),
            text));
  }

  @Test
  void aScriptInATextIsShownAndNotRun() {
    for (Block block : blocks(SCRIPT)) {
      String html = html(block);
      assertFalse(html.contains(SCRIPT), html);
      assertTrue(html.contains("&lt;script&gt;alert(1)"), html);
    }
  }

  @Test
  void aQuoteInATextEndsNoAttribute() {
    for (Block block : blocks(HANDLER)) {
      assertFalse(html(block).contains("=\"\" onmouseover"), () -> html(block));
    }
    String picture =
        html(
            new Block.Gallery(
                List.of(
                    new Block.Group(
                        "c",
                        List.of(),
                        List.of(),
                        List.of(
                            new Block.TileRow(
                                "r",
                                List.of(
                                    new Block.Tile(
                                        "data:image/jpeg;base64,AA==",
                                        null,
                                        HANDLER,
                                        List.of(),
                                        "kept"))))))));
    assertTrue(picture.contains("alt=\"row &#34; onmouseover=&#34;alert(2)\""), picture);
  }

  @Test
  void controlAndDirectionCharactersAreVisibleEscapes() {
    for (String text : List.of(ESCAPE, OVERRIDE)) {
      for (Block block : blocks(text)) {
        String html = html(block);
        assertEquals(-1, html.indexOf(text.charAt(0)), html);
        assertTrue(html.contains(text.startsWith("\u202e") ? "\\u202E" : "\\u001B"), html);
      }
    }
  }

  @Test
  void aFormulaInTheCsvFileIsText() {
    DataTable table =
        new DataTable(
            "t",
            "Table",
            List.of(DataTable.text("a"), DataTable.number("n")),
            List.of(
                List.of(DataTable.cell(FORMULA), DataTable.decimal(-1.5, 1)),
                List.of(DataTable.cell("a \"b\", c\nd"), DataTable.count(1000))),
            null);
    assertEquals(
        "a,n\r\n'=cmd|'/c calc'!A1,-1.5\r\n\"a \"\"b\"\", c\\nd\",1000\r\n",
        new String(table.csv(), StandardCharsets.UTF_8));
  }

  @Test
  void theHeadsOfTheCsvFileAreGuardedToo() {
    DataTable table = new DataTable("t", "T", List.of(DataTable.text("@x")), List.of(), null);
    assertEquals("'@x\r\n", new String(table.csv(), StandardCharsets.UTF_8));
  }

  @Test
  void thePolicyLoadsNothingAndAllowsOnlyTheScriptOfThePage() {
    String policy = page().policy();
    assertTrue(policy.startsWith("default-src 'none'; img-src data:;"), policy);
    assertTrue(policy.contains("script-src 'sha256-"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    String html = html();
    assertFalse(html.matches("(?s).*(src|href)=\"https?://.*"), html);
    assertFalse(html.contains(" style=\""), html);
  }

  @Test
  void aSectionWithoutDataSaysWhy() {
    Page page =
        new Page(
            "corpus",
            "first",
            "identity",
            "now",
            List.of(Section.absent("none", "None", "Nothing was looked for.")),
            Assets.ofThisBuild());
    String html = new String(Html.of(page), StandardCharsets.UTF_8);
    assertTrue(html.contains("<p class=\"lead\">Nothing was looked for.</p>"), html);
    assertTrue(html.contains("<section id=\"none\""), html);
  }

  @Test
  void twoTablesOfOneFileAreRefused() {
    DataTable table = new DataTable("t", "T", List.of(DataTable.text("a")), List.of(), null);
    assertThrows(IllegalStateException.class, () -> Html.tables(page(table, table)));
  }
}
