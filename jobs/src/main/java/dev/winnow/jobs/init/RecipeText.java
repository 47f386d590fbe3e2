package dev.winnow.jobs.init;

import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.text.Printable;
import java.util.Locale;

/** Text of a recipe, with comments on each choice. */
final class RecipeText {

  /** Column in which the comments begin. */
  private static final int COMMENT = 32;

  /** Rows per cluster of {@code k: auto}, and its bounds. */
  private static final long ROWS_PER_CLUSTER = 100;

  private static final long MOST_CLUSTERS = 1000;

  /** Share of refused rows that a run allows, and from which on a recipe allows more. */
  private static final double UNSAID = 0.02;

  private final StringBuilder text = new StringBuilder();

  /**
   * Returns a recipe.
   *
   * @param warehouse absolute path, or URI
   */
  static String of(Findings found, String name, String warehouse) {
    RecipeText recipe = new RecipeText();
    recipe.head(found, name, warehouse);
    recipe.input(found);
    recipe.method(found);
    return recipe.text.toString();
  }

  private void head(Findings found, String name, String warehouse) {
    remark("Recipe for " + Printable.of(found.path()) + ", by `winnow init`.");
    remark(
        "Seen: "
            + found.seen()
            + ": "
            + (found.exact() ? "" : "about ")
            + Texts.count(found.rows())
            + " rows.");
    found.notes().forEach(this::remark);
    remark("`winnow validate --print-schema` explains every key.");
    line("apiVersion: winnow/v1", null);
    line("name: " + YamlText.of(name), null);
    line("seed: 42", "for every random draw: the same seed and input give the same release");
    line("warehouse: " + YamlText.of(warehouse), "folder of the tables");
  }

  private void input(Findings found) {
    line("input:", null);
    line("  format: " + InputKind.word(found.format()), null);
    line("  path: " + YamlText.of(found.path()), null);
    line("  modality: " + found.modality().label(), null);
    key("content", found.content(), null);
    if (found.id() != null) {
      key("id", found.id(), "no value stands twice in the sampled rows");
    } else {
      remark("  id: none; ids are made of content and path".substring(2), "  ");
    }
    key("label", found.label(), "for the balance below, and for experiments");
    key("delimiter", found.delimiter(), null);
    key("encoding", found.encoding(), null);
    if (found.refused() > UNSAID) {
      double most = Math.min(1, Math.ceil(found.refused() * 30) / 20);
      line(
          "  max_quarantine: " + String.format(Locale.ROOT, "%.2f", most),
          Texts.percent(found.refused()) + " of the sampled rows can't be read; default: 0.05");
    }
  }

  private void method(Findings found) {
    line("embed:", null);
    switch (found.modality()) {
      case IMAGE, PAIR ->
          line(
              "  encoder: patch-kmeans",
              "needs no weights; with weights: encoder: djl, model: /models/encoder.onnx");
      case TEXT ->
          line(
              "  encoder: tfidf-svd",
              "needs no weights; pretrained: all-minilm-l6-v2, after `winnow models fetch`");
      case EMBEDDING -> line("  encoder: column", "the vectors of the input");
    }
    line("dedup:", null);
    line("  exact: true", "equal contents");
    if (found.modality() != Modality.EMBEDDING) {
      line(
          "  near: true",
          found.modality() == Modality.TEXT
              ? "texts that share most of their words"
              : "copies of a picture: scaled, cropped, compressed again");
    }
    remark(
        "epsilon: 0.05              # also drops rows whose cosine to another is over 0.95", "  ");
    long k = Math.max(1, Math.min(MOST_CLUSTERS, found.rows() / ROWS_PER_CLUSTER));
    line("cluster:", null);
    line(
        "  k: auto",
        "rows / 100 within 1 to 1000: "
            + k
            + " for "
            + (found.exact() ? "" : "about ")
            + Texts.count(found.rows())
            + " rows");
    line("prune:", null);
    line("  keep: hard", "with plenty of data keep hard rows, with little data easy ones");
    line("  keep_fraction: 0.8", "`winnow cut` makes other fractions without a new run");
    if (found.labelled()) {
      line("  balance: {by: label, floor: 0.5}", "no label falls below half of its fair share");
    }
  }

  private void key(String key, String value, String comment) {
    if (value != null) {
      line("  " + key + ": " + YamlText.of(value), comment);
    }
  }

  private void line(String yaml, String comment) {
    text.append(yaml);
    if (comment != null) {
      text.append(" ".repeat(Math.max(1, COMMENT - yaml.length()))).append("# ").append(comment);
    }
    text.append('\n');
  }

  private void remark(String comment) {
    remark(comment, "");
  }

  private void remark(String comment, String indent) {
    text.append(indent).append("# ").append(Printable.of(comment)).append('\n');
  }

  private RecipeText() {}
}
