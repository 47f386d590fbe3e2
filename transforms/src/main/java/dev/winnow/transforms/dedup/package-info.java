/**
 * Deduplication: decides which rows are dropped because they duplicate a row that stays.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.DuplicateGroups} first: it turns pairs of similar rows
 * into dropped rows by a {@link dev.winnow.transforms.dedup.Rule}. {@link
 * dev.winnow.transforms.dedup.ExactDuplicates} needs no pairs. The packages {@code text} and {@code
 * image} find pairs of similar content. The package {@code semantic} compares embeddings, and has
 * its own engine because it needs no list of pairs.
 *
 * <p>May import {@code schemas}, and {@code task} and {@code dedup.groups} of this module.
 */
package dev.winnow.transforms.dedup;
