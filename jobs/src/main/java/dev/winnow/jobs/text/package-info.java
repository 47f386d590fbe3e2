/**
 * Small helpers on text: hashes, readable numbers and suggestions for misspelt words.
 *
 * <p>Start with {@link dev.winnow.jobs.text.Texts}. May import {@code transforms.text}.
 */
package dev.winnow.jobs.text;
