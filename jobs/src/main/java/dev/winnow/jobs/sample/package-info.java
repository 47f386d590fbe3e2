/**
 * The sample corpora of the quickstart: rendered images and short texts with planted faults.
 *
 * <p>Start with {@link dev.winnow.jobs.sample.SampleCorpus}. May import nothing of this project and
 * no Spark.
 */
package dev.winnow.jobs.sample;
