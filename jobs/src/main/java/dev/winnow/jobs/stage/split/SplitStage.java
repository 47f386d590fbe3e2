package dev.winnow.jobs.stage.split;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Split;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageFacts;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.transforms.split.HeldOutDraw;
import dev.winnow.transforms.split.SplitBy;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Draws the held-out examples, and writes table {@code held_out}. It runs before every fit, so that
 * no later stage can learn from a held-out example.
 */
public final class SplitStage implements StageRunner {

  private final RunContext run;
  private final Split split;

  public SplitStage(RunContext run) {
    this.run = run;
    this.split = run.recipe().split();
  }

  @Override
  public StageResult<StageFacts.Split> execute(String key, Done done) {
    long rows = done.ingest().rows();
    run.progress()
        .step(
            "holding out "
                + split.heldOut().toPlainString()
                + " of "
                + Texts.count(rows)
                + " rows by "
                + split.by().word(),
            rows);
    Dataset<Row> examples =
        run.tables().read(Examples.SPEC, done.ingest().version(Examples.SPEC.name()));
    HeldOutDraw draw =
        new HeldOutDraw(split.by(), split.group(), split.heldOut(), run.recipe().seed());
    if (split.by() == SplitBy.GROUP) {
      requireGroups(examples, draw);
    }
    long version = run.write(Stage.SPLIT, key, HeldOut.SPEC, draw.apply(examples), Map.of());
    long heldOut = run.tables().count(HeldOut.SPEC.name(), version);
    requireBothSides(rows, heldOut);
    return new StageResult<>(
        Map.of(HeldOut.SPEC.name(), version),
        heldOut,
        new StageFacts.Split(split.by().word(), heldOut, rows - heldOut));
  }

  private void requireGroups(Dataset<Row> examples, HeldOutDraw draw) {
    if (!examples.isEmpty() && examples.where(draw.group().isNotNull()).isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "split.group must be a field of the examples' metadata, got "
              + split.group()
              + "; an example's metadata is "
              + examples.orderBy(Examples.ID).select(col(Examples.METADATA)).first().getString(0));
    }
  }

  private void requireBothSides(long rows, long heldOut) {
    if (rows > 0 && (heldOut == 0 || heldOut == rows)) {
      throw new Failure(
          ExitCode.DATA,
          "split.held_out must hold out some rows and leave some, but "
              + split.heldOut().toPlainString()
              + " by "
              + split.by().word()
              + " holds out "
              + heldOut
              + " of "
              + rows
              + (heldOut == 0 ? "; raise it" : "; lower it")
              + ", or set another seed");
    }
  }
}
