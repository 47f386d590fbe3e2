/**
 * Charts of a report as SVG. Colours are classes of the report's style sheet, so a chart is light
 * or dark like the page.
 *
 * <p>Start with {@link dev.winnow.jobs.report.chart.Svg}. May import {@code jobs.report.page} and
 * {@code transforms.text}.
 */
package dev.winnow.jobs.report.chart;
