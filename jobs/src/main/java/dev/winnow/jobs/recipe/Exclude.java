package dev.winnow.jobs.recipe;

/** Held-out examples that the corpus must not repeat. */
public record Exclude(
    @Key(
            value =
                "Their vectors by the recipe's encoder: an .npy matrix, or a Delta table with the"
                    + " columns id and embedding, such as the embeddings table of another run.",
            required = true)
        String path,
    @Key(
            value = "A row goes if its cosine similarity to one of them is above 1 - epsilon.",
            byDefault = "0.05",
            min = 0,
            max = 2,
            aboveMin = true)
        double epsilon) {}
