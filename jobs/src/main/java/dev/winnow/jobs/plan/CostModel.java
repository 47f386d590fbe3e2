package dev.winnow.jobs.plan;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.ingest.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seconds of each stage: a fixed part for its Spark jobs and commits, and a part for each row. The
 * constants were measured on two cores; the work of encoder, decoder and clusters is that of the
 * benchmark. Both grow with the other work of the machine. A stage that an earlier run measured is
 * scaled from there.
 */
final class CostModel {

  /** Most rows on which an encoder is fitted. */
  private static final long ENCODER_ROWS = 30_000;

  /** Bounds of the range: of a model, and of a stage that was measured before. */
  private static final double LOW = 0.6;

  private static final double HIGH = 1.7;
  private static final double MEASURED_LOW = 0.7;
  private static final double MEASURED_HIGH = 1.4;

  /** Share of rows that remain for a second clustering. */
  private static final double REMAIN = 0.8;

  /** Size of the pairs of a cluster over those of clusters of equal size. */
  private static final double SKEW = 3;

  /** Characters of a text at which a search for near texts costs its constant. */
  private static final double SHORT_TEXT = 50;

  /** Multiply-adds of a vector that the constants of writing one are for. */
  private static final double DIM = 384;

  private final Recipe recipe;
  private final Shape shape;
  private final Speeds speeds;
  private final History history;

  CostModel(Recipe recipe, Shape shape, Speeds speeds, History history) {
    this.recipe = recipe;
    this.shape = shape;
    this.speeds = speeds;
    this.history = history;
  }

  /**
   * Returns the cost of each stage.
   *
   * @param reused stages that are taken over
   */
  List<StageCost> costs(List<Stage> stages, List<Stage> reused) {
    List<StageCost> costs = new ArrayList<>();
    for (Stage stage : stages) {
      costs.add(reused.contains(stage) ? StageCost.none(stage) : cost(stage));
    }
    return costs;
  }

  private StageCost cost(Stage stage) {
    double fixed = fixed(stage) * speeds.overhead();
    double seconds = fixed + (perRow(stage) * shape.rows() + once(stage)) * speeds.overhead();
    Optional<History.Measured> earlier = history.latest(stage);
    if (earlier.isPresent() && earlier.get().rows() > 0) {
      double least = Math.min(fixed(stage), earlier.get().seconds());
      double grown = (earlier.get().seconds() - least) * shape.rows() / earlier.get().rows();
      seconds = least + grown;
      return new StageCost(
          stage,
          false,
          flops(stage),
          seconds * MEASURED_LOW,
          seconds,
          seconds * MEASURED_HIGH,
          true);
    }
    return new StageCost(stage, false, flops(stage), seconds * LOW, seconds, seconds * HIGH, false);
  }

  /** Returns the seconds of a stage without rows, on a quiet machine of two cores. */
  private static double fixed(Stage stage) {
    return switch (stage) {
      case INGEST -> 13;
      case SPLIT -> 4;
      case EMBED -> 9;
      case LEAKS -> 8;
      case DEDUP -> 14;
      case CLUSTER, RECLUSTER -> 3;
      case SCORE, RESCORE -> 1.5;
      case SEMANTIC -> 8;
      case PRUNE -> 8;
      case PUBLISH -> 6;
    };
  }

  /** Returns the seconds that each row adds. */
  private double perRow(Stage stage) {
    double vector = Math.max(0.25, shape.dim() / DIM);
    boolean image = shape.modality().hasImage();
    double microseconds =
        switch (stage) {
          case INGEST -> image ? 3_000 : 60 * Math.max(1, shape.rowBytes() / 1500);
          case SPLIT -> 15;
          case EMBED -> 100 * vector;
          case LEAKS, DEDUP -> dedup(recipe.dedup());
          case CLUSTER, RECLUSTER -> 40 * vector;
          case SCORE, RESCORE -> 30 + 15.0 * recipe.furtherMetrics().size();
          case SEMANTIC -> 60;
          case PRUNE -> 20;
          case PUBLISH -> 26;
        };
    double work =
        switch (stage) {
          // A thumbnail is scaled and packed besides.
          case INGEST -> 2 * speeds.decode();
          case EMBED -> speeds.encode() + speeds.decode();
          case CLUSTER, RECLUSTER -> (double) shape.k() * shape.dim() / speeds.kernel();
          case SEMANTIC -> pairs() * shape.dim() / speeds.kernel() / Math.max(1, shape.rows());
          default -> 0;
        };
    double share = stage == Stage.RECLUSTER || stage == Stage.RESCORE ? REMAIN : 1;
    return share * (microseconds * 1e-6 + work) / shape.slots();
  }

  /** Returns the microseconds of a row in the search for exact and near duplicates. */
  private double dedup(Dedup dedup) {
    boolean near = dedup == null || dedup.near(shape.modality());
    if (!near || shape.modality() == Modality.EMBEDDING) {
      return 40;
    }
    return shape.modality().hasImage()
        ? 16_000
        : 190 * Math.max(1, StrictMath.pow(shape.rowBytes() / SHORT_TEXT, 0.8));
  }

  /** Returns the seconds that a stage needs once, and that grow with other things than the rows. */
  private double once(Stage stage) {
    return switch (stage) {
      case EMBED ->
          speeds.fitOnce()
              + Math.min(ENCODER_ROWS, shape.rows())
                  * (speeds.fit() + speeds.decode() / shape.slots());
      case CLUSTER, RECLUSTER ->
          fitFlops() / 2 / speeds.kernel() / (shape.fitsOnDriver() ? 1 : shape.slots());
      default -> 0;
    };
  }

  /** Returns the operations of the fit: its iterations, and about three passes for the seeds. */
  private double fitFlops() {
    return 2.0 * (shape.iterations() + 3) * shape.fitRows() * shape.k() * shape.dim();
  }

  private double pairs() {
    return SKEW * shape.rows() * ((double) shape.rows() / shape.k()) / 2;
  }

  private double flops(Stage stage) {
    double assign = 2.0 * shape.rows() * shape.k() * shape.dim();
    return switch (stage) {
      case EMBED -> 2 * speeds.encode() * shape.rows() * speeds.kernel();
      case CLUSTER -> fitFlops() + assign;
      case RECLUSTER -> (fitFlops() + assign) * REMAIN;
      case SEMANTIC -> 2 * pairs() * shape.dim();
      default -> 0;
    };
  }
}
