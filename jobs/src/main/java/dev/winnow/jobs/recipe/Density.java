package dev.winnow.jobs.recipe;

/** Parameters of {@code keep: density}. */
public record Density(
    @Key(
            value =
                "Temperature of the softmax over the clusters' complexities; a larger value makes the clusters'"
                    + " budgets more equal.",
            byDefault = "0.1",
            min = 0,
            aboveMin = true)
        double tau,
    @Key(
            value =
                "Number of nearest other prototypes; their mean distance measures how isolated a cluster is.",
            byDefault = "20",
            min = 1,
            max = 1_000_000)
        int neighbours) {}
