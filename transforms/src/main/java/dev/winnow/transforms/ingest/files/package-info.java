/**
 * Lists the files of an input and opens them.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.files.InputFiles} first.
 *
 * <p>This package imports Hadoop only.
 */
package dev.winnow.transforms.ingest.files;
