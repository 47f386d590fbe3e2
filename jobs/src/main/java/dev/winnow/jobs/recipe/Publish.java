package dev.winnow.jobs.recipe;

/** Settings of the release. */
public record Publish(
    @Key(value = "Name of the release; default: NAME-RUNID.", pattern = Recipe.NAME) String release,
    @Key(
            value = "Least number of rows that a release keeps; with fewer, nothing is published.",
            byDefault = "1",
            min = 1,
            max = 1e15)
        long minRows) {}
