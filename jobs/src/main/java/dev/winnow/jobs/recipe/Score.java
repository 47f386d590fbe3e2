package dev.winnow.jobs.recipe;

import java.util.List;

/** Which hardness metrics are computed. */
public record Score(
    @Key(
            value =
                "Hardness metrics, each a column of scores; that of prune.metric is computed too.",
            byDefault = "[prototype]")
        List<Metric> metrics) {}
