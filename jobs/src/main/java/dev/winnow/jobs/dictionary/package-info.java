/**
 * The data dictionary: all tables, columns and rules of the contracts, for people and programs.
 *
 * <p>Start with {@link dev.winnow.jobs.dictionary.DataDictionary}. May import {@code schemas}.
 */
package dev.winnow.jobs.dictionary;
