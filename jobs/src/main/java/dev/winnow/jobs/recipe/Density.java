package dev.winnow.jobs.recipe;

/** Parameters of {@code keep: density}. */
public record Density(
    @Key(
            value =
                "Temperature of the softmax over the clusters' complexities; the larger, the more"
                    + " alike are the clusters' budgets.",
            byDefault = "0.1",
            min = 0,
            aboveMin = true)
        double tau,
    @Key(
            value = "Nearest other prototypes whose mean distance says how lonely a cluster is.",
            byDefault = "20",
            min = 1,
            max = 1_000_000)
        int neighbours) {}
