/**
 * Semantic duplicates: finds rows whose embeddings are close to an earlier row of a shared cluster.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.semantic.SemanticDuplicates} first: it is the entry to
 * this package and calls the steps in this order.
 *
 * <pre>
 * members   (MemberOrder)     rows in their clusters, sorted
 *    |                        with probes: also in the nearest other clusters (ProbedMembers)
 * blocks    (SortedBlocks)    rows packed in arrays, held by Spark (BlockPacking, TileBlock)
 *    |
 * segments  (Segments)        partitions that share a cluster
 *    |
 * tiles     (TileGroup)       pairs of such partitions, the work of one task
 *    |
 *    +-- maxima (TileMaxima, Maxima)      greatest cosine of each row to an earlier row
 *    +-- forest (TileForest, TilePairs)   spanning forest of the close pairs
 *    |
 * rule      reference: maxima; greedy: maxima in rounds (GreedyRounds); components: forest
 *    |
 * witnesses (Witnesses, Forest, DuplicateRows)   dropped rows with the rows that they duplicate
 * </pre>
 *
 * <p>{@code EpsilonForTarget} chooses epsilon, {@code SweptEpsilons} counts the rows that other
 * values would drop, {@code SemanticAudit} measures recall, and {@code HeldOutLeaks} compares with
 * held-out rows.
 *
 * <p>May import {@code schemas}, and {@code kernel}, {@code cluster.levels}, {@code task}, {@code
 * neighbours}, {@code dedup} and {@code dedup.groups} of this module.
 */
package dev.winnow.transforms.dedup.semantic;
