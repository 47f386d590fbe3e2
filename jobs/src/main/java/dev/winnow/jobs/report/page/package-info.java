/**
 * Content of a report as records, the templates that turn it into HTML, and its CSV files.
 *
 * <p>Start with {@link dev.winnow.jobs.report.page.Page}; the templates are in {@code
 * jobs/src/main/jte}. Nothing here knows tables or Spark. May import {@code transforms.text}.
 */
package dev.winnow.jobs.report.page;
