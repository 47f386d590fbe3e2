package dev.winnow.jobs.recipe;

/** Parameters of {@code keep: d2}. */
public record D2(
    @Key(
            value = "Number of nearest rows that a row is connected to.",
            byDefault = "5",
            min = 1,
            max = 1000)
        int neighbours,
    @Key(
            value =
                "Decay with the squared distance of the scores that a row gets from its"
                    + " neighbours.",
            byDefault = "1",
            min = 0)
        double gammaForward,
    @Key(
            value =
                "Decay with the squared distance of what a selected row takes from its neighbours.",
            byDefault = "1",
            min = 0)
        double gammaReverse) {}
