/**
 * Duplicate texts: finds texts that are nearly the same, and drops all but one of each group.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.text.TextDuplicates} first, then {@link
 * dev.winnow.transforms.dedup.text.NearTexts}. The flow: normal form -> keys ({@code TextKeys}) ->
 * candidates ({@code TextBuckets}) -> pairs ({@code ComparedTexts}, by {@code TextComparison}).
 *
 * <p>May import {@code task} and {@code dedup} of this module, and Spark SQL.
 */
package dev.winnow.transforms.dedup.text;
