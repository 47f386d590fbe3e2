/**
 * SQL functions on the stored tables, by Spark's extension point.
 *
 * <p>Read {@link dev.winnow.transforms.sql.WinnowExtensions} first; {@link
 * dev.winnow.transforms.sql.NearestPrototype} and {@link dev.winnow.transforms.sql.Hardness} are
 * the functions.
 *
 * <p>This package may import Spark SQL with Catalyst, {@code kernel} and {@code score}.
 */
package dev.winnow.transforms.sql;
