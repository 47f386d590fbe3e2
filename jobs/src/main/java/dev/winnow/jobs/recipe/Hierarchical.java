package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.policy.ClusterSampling;

/** Parameters of {@code keep: hierarchical}. */
public record Hierarchical(
    @Key(
            value = "How often the budgets may count one row; it is kept once.",
            byDefault = "1",
            min = 1,
            max = 1_000_000)
        int multiplier,
    @Key(value = "Which rows of a cluster come first.", byDefault = "random")
        ClusterSampling sampling) {}
