package dev.winnow.jobs.recipe;

import java.math.BigDecimal;

/** Parameters of {@code keep: coverage}. */
public record Coverage(
    @Key(
            value = "Share of the hardest rows, which are kept only after all other rows.",
            byDefault = "0",
            min = 0,
            max = 0.99)
        BigDecimal beta,
    @Key(
            value = "Number of strata of equal width that divide the range of the scores.",
            byDefault = "50",
            min = 1,
            max = 100_000)
        int strata) {}
