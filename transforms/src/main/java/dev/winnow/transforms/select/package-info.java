/**
 * Cuts: one total order of the scored examples, its prefix, and floors for classes.
 *
 * <p>Start with {@link dev.winnow.transforms.select.Selection}. May import {@code schemas} and
 * {@code transforms.select.order} and {@code transforms.task}; no policy.
 */
package dev.winnow.transforms.select;
