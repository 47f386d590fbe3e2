package dev.winnow.jobs.run;

import java.util.Map;

/**
 * Facts of stage dedup.
 *
 * @param pairs pairs of near duplicates; null without a search for them
 * @param crowdedHashes perceptual hashes that too many images share; null for other input
 * @param boundedBuckets buckets of similar texts with too many pairs; null for other input
 * @param pairsLeftOut pairs of those buckets that were not compared; null for other input
 * @param dropped dropped examples by {@code KIND_RULE}, such as {@code exact_pixels}; in the JSON
 *     these names stand beside the others
 * @param evidence null for runs that did not collect it
 */
public record DedupFacts(
    Long pairs,
    Long crowdedHashes,
    Long boundedBuckets,
    Long pairsLeftOut,
    Map<String, Long> dropped,
    DedupEvidence evidence)
    implements StageFacts {}
