package dev.winnow.transforms.kernel;

import java.io.Serializable;

/**
 * Sums of some rows, of the clusters that have any.
 *
 * @param clusters their indices, ascending
 * @param coordinates {@code long[clusters.length * dim]}, in steps
 * @param counts rows of each
 * @param distances sum of the rows' distances, in steps
 */
public record PartialSums(int[] clusters, long[] coordinates, long[] counts, long[] distances)
    implements Serializable {}
