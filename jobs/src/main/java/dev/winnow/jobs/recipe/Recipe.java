package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;

/**
 * One curation job. YAML keys are in snake case, except {@code apiVersion}.
 *
 * @param embed at least one encoder
 * @param split null to hold no rows out
 * @param dedup null to drop no duplicates
 * @param prune null to keep all examples
 */
public record Recipe(
    @Key(value = "Version of the recipe format, winnow/v1.", required = true, pattern = "winnow/v1")
        String apiVersion,
    @Key(
            value = "Name of the recipe, in run, release and the folder of the tables.",
            required = true,
            pattern = Recipe.NAME)
        String name,
    @Key(value = "Seed of all random choices.", byDefault = "42") long seed,
    @Key(
            value =
                "Folder of the tables, on any Hadoop file system, or CATALOG.SCHEMA of Spark's"
                    + " catalog.",
            required = true,
            path = true)
        String warehouse,
    @Key(value = "Input of the run.", required = true) Input input,
    @Key(
            value = "Encoder that turns examples into embeddings, or a list of several.",
            byDefault = "{}")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<Embed> embed,
    @Key("Known method that sets the keys that the recipe leaves out: d4.") Shorthand recipe,
    @Key(
            "Rows that are held out for tests; without this section, all rows may be fitted, ranked"
                + " and kept.")
        Split split,
    @Key("Deduplication; without this section, no duplicates are dropped.") Dedup dedup,
    @Key(value = "Clustering of the embeddings.", byDefault = "{}") Cluster cluster,
    @Key(value = "Hardness metrics.", byDefault = "{}") Score score,
    @Key("Pruning; without this section, all examples are ranked and kept.") Prune prune,
    @Key(value = "Release of the result.", byDefault = "{}") Publish publish,
    @Key(value = "Proxies that winnow experiment trains; changes no run.", byDefault = "{}")
        Experiment experiment) {

  /** Known curation methods, each of which sets the keys that a recipe leaves out. */
  public enum Shorthand {
    /**
     * D4: deduplicates to three quarters, clusters the remaining rows again, keeps the hard third
     * of them.
     *
     * @see <a href="https://arxiv.org/abs/2308.12284">Tirumala et al. 2023</a>
     */
    D4
  }

  /** Pattern of the names of recipes and releases. */
  public static final String NAME = "[a-z0-9][a-z0-9._-]{0,127}";

  /** Returns the recipe with another warehouse. */
  public Recipe withWarehouse(String folder) {
    return new Recipe(
        apiVersion,
        name,
        seed,
        folder,
        input,
        embed,
        recipe,
        split,
        dedup,
        cluster,
        score,
        prune,
        publish,
        experiment);
  }

  /** Returns the metric of column {@code hardness}. */
  public Metric metric() {
    if (prune != null) {
      return prune.metric();
    }
    return severalEncoders() ? Metric.RANK_AVERAGE : Metric.PROTOTYPE;
  }

  /** Returns the policy; without a section prune all rows are kept, the hardest first. */
  public Keep keep() {
    return prune == null ? Keep.HARD : prune.keep();
  }

  /** Returns how many rows are kept: without a section prune all of them. */
  public KeepCount keepCount() {
    return prune == null ? KeepCount.share(BigDecimal.ONE) : prune.count();
  }

  /** Returns the metrics with columns besides the prototype score, in a fixed order. */
  public List<Metric> furtherMetrics() {
    EnumSet<Metric> further = EnumSet.of(metric());
    further.addAll(score.metrics());
    further.removeAll(EnumSet.of(Metric.PROTOTYPE, Metric.RANK_AVERAGE));
    return List.copyOf(further);
  }

  /** Returns whether there are several encoders; each then has a column of prototype scores. */
  public boolean severalEncoders() {
    return embed.size() > 1;
  }

  /** Returns the index in {@link #embed} of the encoder whose clusters the run uses. */
  public int clusteredBy() {
    for (int i = 0; i < embed.size(); i++) {
      if (cluster.by() != null && cluster.by().equals(embed.get(i).name())) {
        return i;
      }
    }
    return 0;
  }
}
