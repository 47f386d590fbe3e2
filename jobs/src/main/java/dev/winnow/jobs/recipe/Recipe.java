package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.winnow.transforms.select.policy.Keep;
import java.util.EnumSet;
import java.util.List;

/**
 * One curation job. Keys are in snake case in YAML, except {@code apiVersion}.
 *
 * @param embed at least one encoder
 * @param dedup null drops no duplicate
 * @param prune null keeps all
 */
public record Recipe(
    @Key(value = "Version of the recipe's language.", required = true, pattern = "winnow/v1")
        String apiVersion,
    @Key(
            value = "Names the run, the tables' folder and the release.",
            required = true,
            pattern = Recipe.NAME)
        String name,
    @Key(value = "Seed of everything that is drawn.", byDefault = "42") long seed,
    @Key(value = "Folder of the tables, on any Hadoop file system.", required = true)
        String warehouse,
    @Key(value = "What is read.", required = true) Input input,
    @Key(
            value = "How examples become vectors: one encoder, or a list of several.",
            byDefault = "{}")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<Embed> embed,
    @Key("A known method, d4, that fills in what the recipe leaves open.") Shorthand recipe,
    @Key("Which duplicates go; without this section none.") Dedup dedup,
    @Key(value = "How vectors become clusters.", byDefault = "{}") Cluster cluster,
    @Key(value = "Which hardness metrics are computed.", byDefault = "{}") Score score,
    @Key("What is kept; without this section all is kept, and ranked.") Prune prune,
    @Key(value = "What the result is called.", byDefault = "{}") Publish publish) {

  /** What names of recipes and releases look like. */
  public static final String NAME = "[a-z0-9][a-z0-9._-]*";

  /** The metric that hardness is. */
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

  /** The metrics beside the prototype score that are columns of their own, in a fixed order. */
  public List<Metric> furtherMetrics() {
    EnumSet<Metric> further = EnumSet.of(metric());
    further.addAll(score.metrics());
    further.removeAll(EnumSet.of(Metric.PROTOTYPE, Metric.RANK_AVERAGE));
    return List.copyOf(further);
  }

  /** Whether there are several encoders, whose prototype scores are columns of their own. */
  public boolean severalEncoders() {
    return embed.size() > 1;
  }

  /** Place in {@link #embed} of the encoder whose clusters are the run's. */
  public int clusteredBy() {
    for (int i = 0; i < embed.size(); i++) {
      if (cluster.by() != null && cluster.by().equals(embed.get(i).name())) {
        return i;
      }
    }
    return 0;
  }
}
