package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Split;
import dev.winnow.transforms.split.SplitBy;
import java.math.BigDecimal;

/** Rules between the keys of {@code split}. */
final class SplitChecks {

  private final Recipe recipe;
  private final Faults faults;

  SplitChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.faults = faults;
  }

  void run() {
    Split split = recipe.split();
    if (split == null) {
      return;
    }
    if (split.by() == SplitBy.GROUP && split.group() == null) {
      faults.at(
          "split.group",
          "is missing: by group needs the field of the examples' metadata that names the group,"
              + " such as patient");
    }
    if (split.by() != SplitBy.GROUP && split.group() != null) {
      faults.at("split.group", "must be absent for by " + split.by().word() + "; use by: group");
    }
    if (split.by() == SplitBy.LABEL && !recipe.input().hasLabels()) {
      faults.at(
          "split.by", "label needs input.label, the column of labels; or split by id or group");
    }
    if (split.heldOut().compareTo(BigDecimal.ONE) >= 0) {
      faults.at("split.held_out", "must be below 1, so that rows to train on remain, got 1");
    }
    if (split.heldOut().stripTrailingZeros().scale() > 6) {
      faults.at(
          "split.held_out",
          "must have at most six decimals, got " + split.heldOut().toPlainString());
    }
  }
}
