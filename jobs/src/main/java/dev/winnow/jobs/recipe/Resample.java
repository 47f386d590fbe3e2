package dev.winnow.jobs.recipe;

import java.util.List;

/** How the levels of {@code cluster.above} are fitted again. */
public record Resample(
    @Key(
            value =
                "Refits of each level on the members closest to its centroids, so that the next"
                    + " centroids lie more evenly; 0 for none.",
            byDefault = "10",
            min = 0,
            max = 1000)
        int rounds,
    @Key(
            value =
                "How many members of each cluster a refit reads, a number for each level of above;"
                    + " if not said, half the mean size of the level's clusters.",
            byDefault = "[]",
            min = 1,
            max = 1_000_000)
        List<Integer> members) {}
