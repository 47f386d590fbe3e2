/**
 * Prototypes in levels: fits from the top down and from the bottom up, and the assignment of rows
 * to a tree of centroids.
 *
 * <p>Read {@link dev.winnow.transforms.cluster.levels.CentroidTree} first, then {@link
 * dev.winnow.transforms.cluster.levels.TopDownKMeans} and {@link
 * dev.winnow.transforms.cluster.levels.BottomUpKMeans}.
 *
 * <p>This package may import {@code cluster}, {@code kernel} and {@code task}.
 */
package dev.winnow.transforms.cluster.levels;
