/**
 * Delta tables and files beside them: the only code that reads or writes Delta.
 *
 * <p>Start with {@link dev.winnow.jobs.tables.TableStore}. May import {@code jobs.recipe}, {@code
 * jobs.text}, {@code transforms.ingest.files} and {@code schemas}; no run and no stage.
 */
package dev.winnow.jobs.tables;
