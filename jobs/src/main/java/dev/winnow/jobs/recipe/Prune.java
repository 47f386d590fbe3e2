package dev.winnow.jobs.recipe;

import dev.winnow.transforms.select.Keep;
import java.math.BigDecimal;

/** What is kept. */
public record Prune(
    @Key(
            value = "Metric that ranks the examples; rank-average if there are several encoders.",
            byDefault = "prototype")
        Metric metric,
    @Key(value = "End of the order that survives.", byDefault = "hard") Keep keep,
    @Key(value = "Share of rows kept.", required = true, min = 0, max = 1, aboveMin = true)
        BigDecimal keepFraction,
    @Key("Floor under every class.") Balance balance) {}
