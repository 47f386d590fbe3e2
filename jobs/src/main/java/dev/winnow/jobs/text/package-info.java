/**
 * Small helpers on text: hashes, readable numbers and suggestions for misspelt words.
 *
 * <p>Start with {@link dev.winnow.jobs.text.Texts}. May import nothing of this project.
 */
package dev.winnow.jobs.text;
