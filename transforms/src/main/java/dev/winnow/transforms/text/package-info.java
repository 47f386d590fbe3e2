/**
 * Text of users: as it may be printed, and the number of its words.
 *
 * <p>Start with {@link dev.winnow.transforms.text.Printable}. May import nothing of this project.
 */
package dev.winnow.transforms.text;
