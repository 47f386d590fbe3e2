package dev.winnow.jobs.recipe;

/** Held-out examples, whose duplicates are removed from the corpus. */
public record Exclude(
    @Key(
            value =
                "Embeddings of the held-out examples by the recipe's encoder: an .npy matrix, or a"
                    + " Delta table with columns id and embedding. If it is the embeddings table of"
                    + " another run, contents are compared too.",
            required = true,
            path = true)
        String path,
    @Key(
            value =
                "A row is dropped if its cosine similarity to a held-out example is above 1 -"
                    + " epsilon.",
            byDefault = "0.05",
            min = 0,
            max = 2,
            aboveMin = true)
        double epsilon,
    @Key(
            value =
                "Highest share of the embedded rows that may be dropped for it; above it, nothing"
                    + " is published.",
            byDefault = "0.5",
            min = 0,
            max = 1)
        double maxLeaks) {}
