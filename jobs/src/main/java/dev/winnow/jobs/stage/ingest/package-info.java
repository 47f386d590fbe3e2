/**
 * The stage INGEST: accepted rows, thumbnails and quarantine from the input.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.ingest.IngestStage}. May import {@code jobs.run},
 * {@code jobs.tables}, {@code jobs.sample} and {@code transforms.ingest}.
 */
package dev.winnow.jobs.stage.ingest;
