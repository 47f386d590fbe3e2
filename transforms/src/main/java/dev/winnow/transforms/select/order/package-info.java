/**
 * Parts of a policy and of a rank: order of rows, ties, sizes, exact order statistics.
 *
 * <p>Start with {@link dev.winnow.transforms.select.order.Policy}. May import {@code schemas} and
 * {@code transforms.task}.
 */
package dev.winnow.transforms.select.order;
