package dev.winnow.jobs.recipe;

/** What the result is called. */
public record Publish(
    @Key(value = "Name of the release; NAME-RUNID if not said.", pattern = Recipe.NAME)
        String release) {}
