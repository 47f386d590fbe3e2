package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.BalanceForm;
import java.math.BigDecimal;

/** Floor: the least share of each class that is kept. */
public record Balance(
    @Key(
            value =
                "Classes: label, cluster, source (the folder, or the file if it holds several rows), or a field"
                    + " of the examples' metadata.",
            byDefault = "label",
            pattern = "[^'\\\\\\[\\]]+")
        String by,
    @Key(
            value = "Least share of each class's fair part that is kept.",
            byDefault = "0.5",
            min = 0,
            max = 1)
        BigDecimal floor,
    @Key(
            value =
                "Fair part of a class: relative to its size, or absolute, the same for all classes.",
            byDefault = "relative")
        BalanceForm form) {}
