package dev.winnow.jobs.cli;

/** A command that knows whether a failure should show its stack trace. */
interface Debuggable {
  boolean debug();
}
