package dev.winnow.jobs.report.page;

import java.util.List;

/** A part of a section. Texts are not escaped: the templates do that by context. */
public sealed interface Block
    permits Block.Verdict,
        Block.Figure,
        Block.Gallery,
        Block.Pairs,
        Block.Fractions,
        Block.Terms,
        Block.Code,
        Block.Download,
        DataTable {

  /**
   * The result in large figures.
   *
   * @param sentence the result in words
   * @param stats the figures
   * @param warnings sentences that a reader should see first
   */
  record Verdict(String sentence, List<Stat> stats, List<String> warnings) implements Block {}

  /**
   * A large figure.
   *
   * @param tone class of its colour
   * @param note the figure in proportion; null for none
   */
  record Stat(String label, String value, String note, String tone) {}

  /**
   * A chart with its numbers.
   *
   * @param svg the chart
   * @param caption sentence below it
   * @param data its numbers, which also are a CSV file
   */
  record Figure(SvgText svg, String caption, DataTable data) implements Block {}

  /** Clusters with examples. */
  record Gallery(List<Group> groups) implements Block {}

  /**
   * A cluster.
   *
   * @param facts short facts, such as the number of rows
   * @param keywords words that set it apart; empty for none
   * @param rows examples, each kind in a row
   */
  record Group(String title, List<String> facts, List<String> keywords, List<TileRow> rows) {}

  /** Examples of one kind. */
  record TileRow(String title, List<Tile> tiles) {}

  /**
   * An example.
   *
   * @param picture {@code data:} URI; null for none
   * @param text quoted text; null for none
   * @param id id of the row
   * @param facts short facts, such as its label
   * @param tone class of the colour of its decision
   */
  record Tile(String picture, String text, String id, List<String> facts, String tone) {

    /** Returns words for readers who do not see the picture. */
    public String alternative() {
      return facts.isEmpty() ? "row " + id : "row " + id + ", " + String.join(", ", facts);
    }
  }

  /** Pairs of examples side by side. */
  record Pairs(List<Pair> pairs) implements Block {}

  /**
   * Two examples side by side.
   *
   * @param title what became of the pair
   * @param facts rule, similarity and reason
   */
  record Pair(String title, List<String> facts, Tile left, Tile right, String tone) {}

  /**
   * Sizes to choose from by a slider; the table shows them without a script.
   *
   * @param sentences one for each row of the table
   */
  record Fractions(List<String> sentences, int chosen, DataTable table) implements Block {

    /** Returns the place of the last sentence. */
    public int last() {
      return sentences.size() - 1;
    }
  }

  /** Names with values. */
  record Terms(List<Term> terms) implements Block {}

  /** A name with its value. */
  record Term(String name, String value) {}

  /** Text to copy. */
  record Code(String title, String text) implements Block {}

  /** Numbers that are too many for the page: a link to their file stands in it. */
  record Download(DataTable table) implements Block {}
}
