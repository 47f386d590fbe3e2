/**
 * Members of tar archives, in their order, with what each is and where it begins.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.tar.TarMembers} first.
 *
 * <p>This package may import {@code ingest.stream}, and neither Spark nor Hadoop.
 */
package dev.winnow.transforms.ingest.tar;
