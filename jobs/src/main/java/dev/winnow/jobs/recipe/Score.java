package dev.winnow.jobs.recipe;

import java.util.List;

/** Hardness metrics that are computed. */
public record Score(
    @Key(
            value =
                "Hardness metrics, each a column of table scores; prune.metric is computed as well.",
            byDefault = "[prototype]")
        List<Metric> metrics) {}
