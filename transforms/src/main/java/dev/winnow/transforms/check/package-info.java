/**
 * Laws that decisions and curated tables keep, checked before a release.
 *
 * <p>Start with {@link dev.winnow.transforms.check.Laws}. May import {@code schemas} and {@code
 * transforms.select.order}.
 */
package dev.winnow.transforms.check;
