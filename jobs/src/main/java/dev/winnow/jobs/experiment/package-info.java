/**
 * The commands {@code fit} and {@code experiment --theory}: measurements read from a file or a
 * table, fitted laws as a card and as JSON, and the figures of the theory. Uses no Spark session.
 * {@code jobs.experiment.study} trains the proxies of {@code experiment RECIPE}.
 *
 * <p>Start with {@link dev.winnow.jobs.experiment.FitReport}, or with {@link
 * dev.winnow.jobs.experiment.TheoryFigures} for the figures. May import {@code jobs.exit}, {@code
 * jobs.run}, {@code jobs.tables}, {@code transforms.text}, {@code transforms.experiment} and the
 * packages below it, and what reads csv in {@code transforms.ingest}; no stage.
 */
package dev.winnow.jobs.experiment;
