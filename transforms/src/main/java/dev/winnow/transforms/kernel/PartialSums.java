package dev.winnow.transforms.kernel;

import java.io.Serializable;

/**
 * Sums of some rows, for the clusters that have such rows.
 *
 * @param clusters indices of these clusters, ascending
 * @param coordinates {@code long[clusters.length * dim]}, in steps
 * @param counts number of rows of each cluster
 * @param distances sum of the distances of each cluster's rows, in steps
 */
public record PartialSums(int[] clusters, long[] coordinates, long[] counts, long[] distances)
    implements Serializable {}
