package dev.winnow.jobs.stage.dedup;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.QuarantineTable;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Thumbnails;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The examples of a run that have a vector, with their thumbnails. */
final class EmbeddedExamples {

  private final RunContext run;
  private final Done done;

  EmbeddedExamples(RunContext run, Done done) {
    this.run = run;
    this.done = done;
  }

  /** Returns the rows of table examples that embedding did not refuse. One anti-join. */
  Dataset<Row> all() {
    return Dropped.antiJoin(
        run.tables().read(Examples.SPEC, done.ingest().version(Examples.SPEC.name())),
        new QuarantineTable(run)
            .refused(done.embeddings().version(Quarantine.SPEC.name()), Stage.EMBED));
  }

  /** Returns table thumbnails of a run on images, with null for what an earlier version lacks. */
  Dataset<Row> thumbnails() {
    return Columns.complete(
        run.tables().read(Thumbnails.SPEC, done.ingest().version(Thumbnails.SPEC.name())),
        Thumbnails.SPEC);
  }

  /** Returns true if two examples can have different labels. */
  boolean haveLabels() {
    return done.ingest().facts().classes() > 1;
  }
}
