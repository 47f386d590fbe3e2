/**
 * Footers of parquet files: the columns of each file and their types.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.parquet.ParquetFooter} first.
 *
 * <p>This package may import Spark, Hadoop and {@code ingest.stream}.
 */
package dev.winnow.transforms.ingest.parquet;
