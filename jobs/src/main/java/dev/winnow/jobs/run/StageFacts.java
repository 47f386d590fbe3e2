package dev.winnow.jobs.run;

/**
 * Counts and figures of one finished step: a record for each stage, and one for a cut. {@link
 * Ledger} binds them to column {@code details} of table {@code runs}. There they are one flat JSON
 * object in snake case; an absent figure is null here, or 0 or empty where every run has one.
 */
public sealed interface StageFacts
    permits IngestFacts,
        EmbedFacts,
        DedupFacts,
        ClusterFacts,
        ScoreFacts,
        SemanticFacts,
        PruneFacts,
        PublishFacts,
        CutFacts {}
