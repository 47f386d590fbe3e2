package dev.winnow.jobs.recipe;

import java.util.List;

/** Which hardness metrics are computed. */
public record Score(
    @Key(value = "Hardness metrics.", byDefault = "[prototype]") List<Metric> metrics) {}
