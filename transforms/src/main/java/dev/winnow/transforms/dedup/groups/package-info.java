/**
 * Connected components: groups of rows that chains of pairs connect.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.groups.ConnectedComponents} first. {@link
 * dev.winnow.transforms.dedup.groups.UnionFind} and the two indices do the same in memory.
 *
 * <p>May import {@code task} of this module, and Spark SQL.
 */
package dev.winnow.transforms.dedup.groups;
