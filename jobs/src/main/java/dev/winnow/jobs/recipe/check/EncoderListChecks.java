package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.transforms.ingest.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Rules on a list of encoders, and on what other keys say of it. */
public final class EncoderListChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  public EncoderListChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    names();
    clusters();
    if (recipe.severalEncoders() && recipe.input().modality() == Modality.EMBEDDING) {
      fault.accept(
          "embed",
          "embed must hold one encoder for input.modality embedding, which has one column");
    }
  }

  private String path(int encoder) {
    return recipe.severalEncoders() ? Section.item("embed", encoder) : "embed";
  }

  private void names() {
    List<Embed> all = recipe.embed();
    for (int i = 1; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (all.get(i).name() != null && all.get(i).name().equals(all.get(j).name())) {
          fault.accept(
              path(i) + ".name",
              path(i) + ".name must differ from that of " + path(j) + ", got " + all.get(i).name());
        }
      }
    }
  }

  private void clusters() {
    String by = recipe.cluster().by();
    List<String> names = new ArrayList<>();
    for (Embed embed : recipe.embed()) {
      if (embed.name() != null) {
        names.add(embed.name());
      }
    }
    if (by == null || names.contains(by)) {
      return;
    }
    fault.accept(
        "cluster.by",
        names.isEmpty()
            ? "cluster.by must be absent, embed has one encoder without a name"
            : "cluster.by must be one of "
                + String.join(", ", names)
                + ", got "
                + by
                + DidYouMean.hint(by, names));
  }
}
