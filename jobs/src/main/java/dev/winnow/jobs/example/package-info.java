/**
 * Loader that reads a release for training, in plain Java, to be copied into a trainer.
 *
 * <p>Start with {@link dev.winnow.jobs.example.ReleaseLoader}. Imports no other package.
 */
package dev.winnow.jobs.example;
