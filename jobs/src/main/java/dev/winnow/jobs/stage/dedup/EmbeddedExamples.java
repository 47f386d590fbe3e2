package dev.winnow.jobs.stage.dedup;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.QuarantineTable;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Thumbnails;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The examples of a run that have a vector, with their thumbnails: those of the side to train on
 * that no earlier stage found to be a leak, or the held-out ones.
 */
final class EmbeddedExamples {

  private final RunContext run;
  private final Done done;

  EmbeddedExamples(RunContext run, Done done) {
    this.run = run;
    this.done = done;
  }

  /**
   * Returns the rows of table examples that embedding did not refuse, without those that are held
   * out and those that repeat a held-out one. At most three anti-joins.
   */
  Dataset<Row> all() {
    Dataset<Row> rows = embedded();
    if (done.holds(Stage.SPLIT)) {
      rows = Dropped.antiJoin(rows, heldOutIds());
    }
    if (done.holds(Stage.LEAKS)) {
      rows =
          Dropped.antiJoin(
              rows,
              run.tables()
                  .read(EvaluationLeaks.SPEC, done.leaks().version(EvaluationLeaks.SPEC.name())));
    }
    return rows;
  }

  /** Returns the held-out rows of table examples that embedding did not refuse. */
  Dataset<Row> heldOut() {
    return Dropped.semiJoin(embedded(), heldOutIds());
  }

  private Dataset<Row> heldOutIds() {
    return run.tables().read(HeldOut.SPEC, done.split().version(HeldOut.SPEC.name()));
  }

  private Dataset<Row> embedded() {
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
