package dev.winnow.jobs.why;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats the story of a row for a terminal. */
final class RowCard {

  static String text(Map<String, Object> story) {
    StringBuilder card = new StringBuilder("\n");
    Map<?, ?> decision = (Map<?, ?>) story.get("decision");
    CardText.line(card, "row", String.valueOf(story.get("id")));
    CardText.line(card, "recipe", String.valueOf(story.get("name")));
    if (story.get("release") == null) {
      CardText.line(
          card,
          "run",
          story.get("run_id")
              + ("publish".equals(story.get("last_stage"))
                  ? ", whose releases were dropped"
                  : ", which has published nothing; its last finished stage is "
                      + story.get("last_stage")));
    } else {
      CardText.line(card, "release", story.get("release") + ", run " + story.get("run_id"));
    }
    if (story.get("input") instanceof Map<?, ?> input) {
      input(card, input);
    }
    if (story.get("quarantine") instanceof Map<?, ?> refused) {
      CardText.line(card, "source", String.valueOf(refused.get("source")));
      if (refused.get("claimed_id") != null) {
        CardText.line(card, "claimed id", String.valueOf(refused.get("claimed_id")));
      }
    }
    if (story.get("embeddings") instanceof List<?> embeddings) {
      for (Object element : embeddings) {
        Map<?, ?> embedding = (Map<?, ?>) element;
        CardText.line(
            card,
            "embedding",
            "by " + embedding.get("encoder") + ", norm " + decimal(embedding.get("norm")));
      }
    }
    scores(card, story);
    CardText.line(card, "decision", String.valueOf(decision.get("sentence")));
    duplicates(card, story);
    if (story.get("split") instanceof Map<?, ?> split
        && split.get("examples") instanceof List<?> examples
        && !examples.isEmpty()) {
      CardText.line(
          card,
          "leaks",
          count(split.get("leaks"))
              + " rows dropped for it, such as "
              + String.join(", ", examples.stream().map(String::valueOf).toList()));
    }
    if (decision.get("smallest_keep_fraction") != null) {
      CardText.line(
          card,
          "smallest cut",
          "a keep fraction of "
              + ((BigDecimal) decision.get("smallest_keep_fraction")).toPlainString()
              + " keeps it");
    }
    if (story.get("releases") instanceof List<?> releases) {
      for (Object element : releases) {
        Map<?, ?> release = (Map<?, ?>) element;
        CardText.line(
            card,
            Boolean.TRUE.equals(release.get(Decisions.KEPT))
                ? "kept in"
                : release.get(Decisions.KEPT) == null ? "unknown to" : "not in",
            release.get("release") + " of " + count(release.get("rows")) + " rows");
      }
    }
    return card.toString();
  }

  private static void input(StringBuilder card, Map<?, ?> input) {
    CardText.line(card, "source", String.valueOf(input.get("source")));
    CardText.line(card, "input", described(input));
    if (input.get("text") != null) {
      CardText.line(card, "text", String.valueOf(input.get("text")));
    }
  }

  /** Returns modality, size and label. */
  static String described(Map<?, ?> input) {
    String kind = String.valueOf(input.get("modality"));
    if (input.get("width") != null) {
      kind += " of " + input.get("width") + " x " + input.get("height") + " pixels";
    }
    if (input.get("characters") != null) {
      kind += " of " + count(input.get("characters")) + " characters";
    }
    return kind + (input.get("label") == null ? "" : ", label " + input.get("label"));
  }

  private static void scores(StringBuilder card, Map<String, Object> story) {
    if (!(story.get("scores") instanceof Map<?, ?> scores)
        || !(story.get("cluster") instanceof Map<?, ?> cluster)) {
      return;
    }
    CardText.line(
        card,
        "cluster",
        cluster.get(CLUSTER_ID)
            + " of "
            + count(cluster.get("size") == null ? cluster.get("scored") : cluster.get("size"))
            + " rows"
            + (cluster.get("mean_distance") == null
                ? ""
                : ", mean distance " + decimal(cluster.get("mean_distance"))));
    CardText.line(
        card,
        "hardness",
        decimal(scores.get("hardness"))
            + ", at or above that of "
            + Texts.percent(((Number) scores.get("quantile_in_cluster")).doubleValue())
            + " of its cluster and "
            + Texts.percent(((Number) scores.get("quantile")).doubleValue())
            + " of all");
    scores.forEach(
        (name, value) -> {
          if (value instanceof Double
              && !String.valueOf(name).matches("hardness|quantile.*")
              && !value.equals(scores.get("hardness"))) {
            CardText.line(card, String.valueOf(name), decimal(value));
          }
        });
  }

  private static void duplicates(StringBuilder card, Map<String, Object> story) {
    if (story.get("duplicate") instanceof Map<?, ?> duplicate) {
      for (Object element : (List<?>) duplicate.get("chain")) {
        Map<?, ?> step = (Map<?, ?>) element;
        StringBuilder text = new StringBuilder();
        text.append(step.get("id")).append(" -> ").append(step.get(DUPLICATE_OF));
        for (String fact : new String[] {"kind", "rule", "similarity", COSINE_SIMILARITY}) {
          if (step.get(fact) != null) {
            text.append(", ").append(fact.replace('_', ' ')).append(' ');
            text.append(step.get(fact) instanceof Double d ? decimal(d) : step.get(fact));
          }
        }
        CardText.line(card, "witness", text.toString());
      }
      if (duplicate.get("witness") instanceof Map<?, ?> witness) {
        witness(card, witness);
      }
    }
    if (story.get("label_conflicts") instanceof List<?> conflicts) {
      for (Object element : conflicts) {
        Map<?, ?> conflict = (Map<?, ?>) element;
        CardText.line(
            card,
            "label conflict",
            "with "
                + conflict.get("id")
                + ", label "
                + conflict.get("label")
                + ", "
                + conflict.get("kind")
                + " duplicate by "
                + conflict.get("rule")
                + (Boolean.TRUE.equals(conflict.get("merged")) ? ", merged" : ", kept apart"));
      }
    }
    if (story.get("stands_for") instanceof Map<?, ?> stands) {
      CardText.line(
          card,
          "stands for",
          count(stands.get("rows"))
              + " dropped duplicates, such as "
              + String.join(
                  ", ", ((List<?>) stands.get("examples")).stream().map(String::valueOf).toList()));
    }
  }

  private static void witness(StringBuilder card, Map<?, ?> witness) {
    CardText.line(card, "witness file", String.valueOf(witness.get("source")));
    CardText.line(card, "witness is", described(witness));
    if (witness.get("text") != null) {
      CardText.line(card, "witness text", String.valueOf(witness.get("text")));
    }
    if (witness.get("differs") instanceof List<?> differs) {
      CardText.line(
          card, "row differs", String.join(", ", differs.stream().map(String::valueOf).toList()));
    }
  }

  private static String decimal(Object value) {
    return String.format(Locale.ROOT, "%.4f", ((Number) value).doubleValue());
  }

  private static String count(Object value) {
    return Texts.count(((Number) value).longValue());
  }

  private RowCard() {}
}
