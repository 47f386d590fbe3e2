package dev.winnow.jobs.export;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.text.Texts;
import java.util.Map;

/** Card of a data set for the hub: a {@code README.md} that names files, features and origin. */
final class HubCard {

  /** Name of the card. */
  static final String NAME = "README.md";

  /**
   * Returns the card; names no licence, which is not in the data.
   *
   * @param recipe name of the recipe
   * @param reasons numbers of all decided rows by their reasons
   * @param bytes size of the Parquet files
   * @param order order of the rows
   */
  static String of(
      String recipe,
      ReleaseCatalog.Release release,
      Map<String, Long> reasons,
      HubFeatures features,
      long bytes,
      String order) {
    StringBuilder card = new StringBuilder("---\n");
    card.append("configs:\n- config_name: default\n  data_files:\n  - split: train\n");
    card.append("    path: data/train-*\n");
    card.append("dataset_info:\n");
    features.yaml(card);
    card.append("  splits:\n  - name: train\n");
    card.append("    num_examples: ").append(release.kept()).append('\n');
    card.append("  download_size: ").append(bytes).append('\n');
    card.append("---\n\n# ").append(release.name()).append("\n\n");
    card.append("A release of Winnow, which chose these rows of a larger corpus.\n\n");
    card.append("| | |\n|---|---|\n");
    line(card, "rows", Texts.count(release.kept()));
    line(card, "size", Texts.bytes(bytes));
    line(card, "release", release.name());
    line(card, "digest", release.digest());
    line(card, "recipe", recipe);
    line(card, "run", release.runId());
    line(card, "order", order);
    card.append("\nReasons of all rows of the corpus, kept or not:\n\n");
    card.append("| reason | rows |\n|---|---|\n");
    reasons.forEach((reason, rows) -> line(card, reason, Texts.count(rows)));
    card.append(
        """

        `keep_rank` is the place of a row in the total order: the rows of the lowest ranks are a
        smaller cut of the same kind. `hardness` is the value of the metric that ranked the rows,
        `cluster_id` the cluster of the row, and `metadata` a JSON object of the further fields of
        the input.
        """);
    return card.toString();
  }

  private static void line(StringBuilder card, String name, String value) {
    card.append("| ").append(name).append(" | `").append(value).append("` |\n");
  }

  private HubCard() {}
}
