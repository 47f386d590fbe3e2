package dev.winnow.jobs.run;

import java.util.Map;

/**
 * Facts of stage dedup.
 *
 * @param pairs similar pairs of images; null for other input
 * @param crowdedHashes perceptual hashes that too many images share; null for other input
 * @param boundedBuckets buckets of similar texts with too many pairs; null for other input
 * @param pairsLeftOut pairs of those buckets that were not compared; null for other input
 * @param dropped dropped examples by {@code KIND_RULE}, such as {@code exact_pixels}; in the JSON
 *     these names stand beside the others
 */
public record DedupFacts(
    Long pairs,
    Long crowdedHashes,
    Long boundedBuckets,
    Long pairsLeftOut,
    Map<String, Long> dropped)
    implements StageFacts {}
