/**
 * Text of users as it may be printed.
 *
 * <p>Start with {@link dev.winnow.transforms.text.Printable}. May import nothing of this project.
 */
package dev.winnow.transforms.text;
