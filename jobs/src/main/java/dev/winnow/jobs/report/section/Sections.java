package dev.winnow.jobs.report.section;

import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import java.util.List;

/** All sections of a report, in their order. */
public final class Sections {

  /** Returns the sections. Starts no Spark job. */
  public static List<Section> of(ReleaseFacts facts) {
    Tiles tiles = new Tiles(facts);
    return List.of(
        VerdictSection.of(facts),
        FunnelSection.of(facts),
        HardnessSection.of(facts),
        FractionSection.of(facts),
        ClusterSection.of(facts, tiles),
        DuplicateSection.of(facts, tiles),
        ConflictSection.of(facts, tiles),
        LossSection.of(facts),
        MapSection.of(facts),
        ShiftSection.of(facts),
        QuarantineSection.of(facts),
        InputSection.of(facts),
        AdviceSection.of(facts),
        ExperimentSection.of(facts),
        TimeSection.of(facts),
        ReproduceSection.of(facts));
  }

  private Sections() {}
}
