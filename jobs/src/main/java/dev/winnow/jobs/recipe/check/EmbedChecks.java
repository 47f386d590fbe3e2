package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;

/** Rules on the list of encoders; {@link EncoderChecks} has those on each. */
final class EmbedChecks {

  private final Recipe recipe;
  private final Faults faults;

  EmbedChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.faults = faults;
  }

  void run() {
    List<Embed> encoders = recipe.embed();
    for (int i = 0; i < encoders.size(); i++) {
      new EncoderChecks(recipe.input().modality(), encoders.get(i), path(i), faults).run();
    }
    names(encoders);
    if (recipe.severalEncoders() && recipe.input().modality() == Modality.EMBEDDING) {
      faults.at(
          "embed", "must hold one encoder for input.modality embedding, which has one column");
    }
  }

  private String path(int encoder) {
    return recipe.severalEncoders() ? Section.item("embed", encoder) : "embed";
  }

  private void names(List<Embed> encoders) {
    for (int i = 1; i < encoders.size(); i++) {
      String name = encoders.get(i).name();
      for (int j = 0; j < i; j++) {
        if (name != null && name.equals(encoders.get(j).name())) {
          faults.at(path(i) + ".name", "must differ from that of " + path(j) + ", got " + name);
        }
      }
    }
  }
}
