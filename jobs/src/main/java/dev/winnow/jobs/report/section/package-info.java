/**
 * Sections of a report: each class turns facts of a release into one section.
 *
 * <p>Start with {@link dev.winnow.jobs.report.section.Sections}. May import {@code
 * jobs.report.read}, {@code jobs.report.page}, {@code jobs.report.chart}, {@code jobs.run}, {@code
 * jobs.recipe}, {@code jobs.text}, {@code transforms.image} and {@code schemas}; it reads no table.
 */
package dev.winnow.jobs.report.section;
