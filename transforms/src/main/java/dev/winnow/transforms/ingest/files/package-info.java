/**
 * Lists the files of an input and opens them.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.files.InputFiles} first.
 *
 * <p>This package may import Hadoop, {@code schemas} and {@code ingest.stream}.
 */
package dev.winnow.transforms.ingest.files;
