/**
 * Reads an input of any format, checks each row, and gives each row an id or a quarantine code.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.RawReader} first: it reads rows unchecked, {@link
 * dev.winnow.transforms.ingest.RowChecks} checks them, and {@link dev.winnow.transforms.ingest.Ids}
 * gives them ids. {@link dev.winnow.transforms.ingest.InputSpec} describes the input.
 *
 * <p>This package may import Spark, Hadoop, {@code schemas}, the packages below it, {@code image},
 * {@code task} and {@code text}.
 */
package dev.winnow.transforms.ingest;
