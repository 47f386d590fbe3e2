/**
 * A Python package of this program.
 *
 * <p>Start with {@link dev.winnow.jobs.wheel.Wheel}. May import nothing of Winnow.
 */
package dev.winnow.jobs.wheel;
