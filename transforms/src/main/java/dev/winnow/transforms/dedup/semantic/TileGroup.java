package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/**
 * What one task compares: the rows of some partitions with the columns of one, which comes before
 * them or is one of them.
 *
 * @param column partition whose rows are the columns
 * @param self whether its rows are compared with each other, too
 * @param rows later partitions that share the column partition's last cluster
 */
record TileGroup(int column, boolean self, int[] rows) implements Serializable {}
