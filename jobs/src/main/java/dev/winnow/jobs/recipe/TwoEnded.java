package dev.winnow.jobs.recipe;

import java.math.BigDecimal;

/** Parameters of {@code keep: two-ended}. */
public record TwoEnded(
    @Key(
            value = "Share of the hardest rows, which are kept only after all other rows.",
            byDefault = "0.1",
            min = 0,
            max = 0.99)
        BigDecimal hardest) {}
