/**
 * Contracts of all tables: names, columns with comments, row rules and the closed set of reasons.
 *
 * <p>Start with {@link dev.winnow.schemas.TableSpec}, then {@link dev.winnow.schemas.Decisions}.
 * May import Spark's column types; no other module of this project.
 */
package dev.winnow.schemas;
