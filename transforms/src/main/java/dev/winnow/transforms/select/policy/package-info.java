/**
 * Policies: one class for each order in which a cut may keep rows.
 *
 * <p>Start with {@link dev.winnow.transforms.select.policy.KeepHard}. May import {@code schemas},
 * {@code transforms.select.order}, {@code transforms.select.messages}, {@code
 * transforms.select.zcore}, {@code transforms.neighbours}, {@code transforms.cluster.levels} and
 * {@code transforms.task}.
 */
package dev.winnow.transforms.select.policy;
