/**
 * Hadoop's local file system without helper processes, for Spark on one machine.
 *
 * <p>Read {@link dev.winnow.transforms.local.NioLocalFileSystem} first.
 *
 * <p>This package imports Hadoop only.
 */
package dev.winnow.transforms.local;
