/**
 * JSON as it stands in input files: the fields of one object, and the layout of a file.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.json.JsonFields} first.
 *
 * <p>This package may import {@code ingest.stream}, and neither Spark nor Hadoop.
 */
package dev.winnow.transforms.ingest.json;
