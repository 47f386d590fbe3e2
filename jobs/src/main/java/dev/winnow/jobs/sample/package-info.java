/**
 * Generates the quickstart corpus: rendered images and short texts, with planted duplicates and
 * broken files.
 *
 * <p>Read {@link dev.winnow.jobs.sample.SampleCorpus} first; {@link
 * dev.winnow.jobs.sample.SampleManifest} lists all entries. {@code Scene} draws the images, and
 * {@code Topics} writes the texts.
 *
 * <p>This package may import the JDK only.
 */
package dev.winnow.jobs.sample;
