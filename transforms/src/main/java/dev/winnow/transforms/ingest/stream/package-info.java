/**
 * Streams of bytes: unzipped ones, and their split into lines and records of bounded length.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.stream.Compression} first: it unzips a stream. {@link
 * dev.winnow.transforms.ingest.stream.LineReader} and {@link
 * dev.winnow.transforms.ingest.stream.RecordReader} split it. {@link
 * dev.winnow.transforms.ingest.stream.HeadStream} shows the first bytes before they are read.
 *
 * <p>This package imports no other package of Winnow, and neither Spark nor Hadoop.
 */
package dev.winnow.transforms.ingest.stream;
