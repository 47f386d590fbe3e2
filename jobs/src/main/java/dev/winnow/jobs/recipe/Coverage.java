package dev.winnow.jobs.recipe;

import java.math.BigDecimal;

/** Parameters of {@code keep: coverage}. */
public record Coverage(
    @Key(
            value = "Share of the rows, the hardest, that are kept only after all others.",
            byDefault = "0",
            min = 0,
            max = 0.99)
        BigDecimal beta,
    @Key(
            value = "Strata of equal width that the range of the scores is cut into.",
            byDefault = "50",
            min = 1,
            max = 100_000)
        int strata) {}
