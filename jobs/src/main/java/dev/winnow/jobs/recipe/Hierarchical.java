package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.policy.ClusterSampling;

/** Parameters of {@code keep: hierarchical}. */
public record Hierarchical(
    @Key(
            value = "Number of times that the budgets may count a row, which is kept only once.",
            byDefault = "1",
            min = 1,
            max = 1_000_000)
        int multiplier,
    @Key(value = "Order in which the rows of a cluster are kept.", byDefault = "random")
        ClusterSampling sampling) {}
