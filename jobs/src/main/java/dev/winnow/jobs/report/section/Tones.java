package dev.winnow.jobs.report.section;

import dev.winnow.schemas.Reason;

/** Colour classes of the decisions, the same in every section. */
final class Tones {

  static String of(Reason reason) {
    return switch (reason.kind()) {
      case KEPT -> "kept";
      case PRUNED -> "pruned";
      case DUPLICATE -> "duplicate";
      case LEAK -> "leak";
      case HELD_OUT -> "held";
      case QUARANTINED -> "quarantined";
    };
  }

  /** Returns the class of the fill of a bar. */
  static String fill(Reason reason) {
    return "f-" + of(reason);
  }

  private Tones() {}
}
