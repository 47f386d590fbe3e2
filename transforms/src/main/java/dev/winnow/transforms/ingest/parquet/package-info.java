/**
 * Columns of parquet files and of Spark's tables: their kinds, paths into structs and lists, and
 * the texts of their scalars.
 *
 * <p>Read {@link dev.winnow.transforms.ingest.parquet.ParquetColumns} first.
 *
 * <p>This package may import Spark, Hadoop and {@code ingest.stream}.
 */
package dev.winnow.transforms.ingest.parquet;
