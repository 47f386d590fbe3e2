package dev.winnow.jobs.recipe;

import java.util.List;

/** Refits of the levels of {@code cluster.above}. */
public record Resample(
    @Key(
            value =
                "Number of refits of each level, each on the members closest to its centroids,"
                    + " which spreads the next centroids more evenly; 0 for none.",
            byDefault = "10",
            min = 0,
            max = 1000)
        int rounds,
    @Key(
            value =
                "Number of members of each cluster that a refit reads, one number for each level of"
                    + " above; default: half the mean size of the level's clusters.",
            byDefault = "[]",
            mayBeEmpty = true,
            min = 1,
            max = 1_000_000)
        List<Integer> members) {}
