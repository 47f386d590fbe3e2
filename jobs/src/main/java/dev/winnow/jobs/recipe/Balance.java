package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.BalanceForm;
import java.math.BigDecimal;

/** A floor under every class. */
public record Balance(
    @Key(
            value =
                "What makes a class: label, cluster, source (the folder, or the file of several"
                    + " rows), or a field of the examples' metadata.",
            byDefault = "label",
            pattern = "[^'\\\\\\[\\]]+")
        String by,
    @Key(
            value = "Share of a class's fair part that is kept at least.",
            byDefault = "0.5",
            min = 0,
            max = 1)
        BigDecimal floor,
    @Key(
            value = "relative: the fair part follows the class's size; absolute: all alike.",
            byDefault = "relative")
        BalanceForm form) {}
