/**
 * Delimited text before its records are rows: character sets, byte order marks, the first line of
 * Excel, and headers.
 *
 * <p>Start with {@link dev.winnow.transforms.ingest.csv.CsvText}. May import {@code
 * transforms.ingest.files}, {@code transforms.ingest.stream} and {@code transforms.text}.
 */
package dev.winnow.transforms.ingest.csv;
