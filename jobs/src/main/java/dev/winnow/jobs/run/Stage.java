package dev.winnow.jobs.run;

import java.util.Locale;

/** The stages of a run, in their order. */
public enum Stage {
  INGEST,
  EMBED,
  CLUSTER,
  SCORE,
  PRUNE,
  PUBLISH;

  /** The name in commands, tables and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
