package dev.winnow.jobs.recipe;

/**
 * Parameters of {@code keep: zcore}.
 *
 * @param draws null for auto
 */
public record Zcore(
    @Key(
            value = "Number of points that are drawn, or auto: ten a row, at most 1,000,000.",
            byDefault = "auto",
            word = "auto",
            min = 1,
            max = 10_000_000)
        Integer draws,
    @Key(
            value = "Number of dimensions of the embedding in which a point lies.",
            byDefault = "2",
            min = 1,
            max = 64)
        int dims,
    @Key(
            value = "Number of rows near to the row of a point that share its penalty.",
            byDefault = "32",
            min = 1,
            max = 1000)
        int neighbours) {}
