package dev.winnow.jobs.recipe;

import dev.winnow.transforms.split.SplitBy;
import java.math.BigDecimal;

/**
 * Split of the examples into rows to train on and held-out rows, which are drawn before anything is
 * fitted.
 *
 * @param group null except for {@code by: group}
 */
public record Split(
    @Key(
            value =
                "Unit of the draw: id draws each row by itself, label draws the same share of every"
                    + " label, group keeps the rows of one group together.",
            byDefault = "id")
        SplitBy by,
    @Key(
            value =
                "For by group: field of the examples' metadata whose value is the group. A row"
                    + " without it is a group of its own.",
            pattern = "[^'\\\\\\[\\]]+")
        String group,
    @Key(
            value = "Share of the rows to hold out, of the groups for by group.",
            byDefault = "0.2",
            min = 0,
            max = 1,
            aboveMin = true)
        BigDecimal heldOut) {}
