package dev.winnow.jobs.recipe;

/** Settings of the release. */
public record Publish(
    @Key(value = "Name of the release; default: NAME-RUNID.", pattern = Recipe.NAME)
        String release) {}
