/**
 * Lists the files of an input, opens them, and digests their contents.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.files.InputFiles} first.
 *
 * <p>This package may import Hadoop, {@code schemas} and {@code ingest.stream}.
 */
package dev.winnow.transforms.ingest.files;
