/**
 * Parts that several stages share; each stage has a package below this one.
 *
 * <p>Start with {@code RunEncoder}. May import {@code jobs.run}, {@code jobs.tables}, {@code
 * schemas} and {@code transforms}; no stage below it.
 */
package dev.winnow.jobs.stage;
