package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Format;
import dev.winnow.jobs.recipe.Input;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.Side;
import dev.winnow.transforms.ingest.Modality;
import java.util.function.BiConsumer;

/** Rules on image-text pairs: the column of their texts, and the side of each encoder. */
public final class PairChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  public PairChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    Modality modality = recipe.input().modality();
    if (modality == Modality.PAIR) {
      columns();
    } else if (modality != null && recipe.input().text() != null) {
      fault.accept(
          "input.text",
          "input.text must be absent for modality "
              + modality.label()
              + ", it belongs to pair; input.content names the column of texts");
    }
    for (int i = 0; i < recipe.embed().size(); i++) {
      String path = recipe.severalEncoders() ? Section.item("embed", i) : "embed";
      Side side = recipe.embed().get(i).of();
      if (modality == Modality.PAIR && side == null) {
        fault.accept(path, path + ".of is missing: image or text, the side of a pair to embed");
      } else if (modality != null && modality != Modality.PAIR && side != null) {
        fault.accept(
            path + ".of",
            path + ".of must be absent for modality " + modality.label() + ", it belongs to pair");
      }
    }
  }

  private void columns() {
    Input input = recipe.input();
    String customary = input.format() == Format.WEBDATASET ? "txt" : "text";
    String text = input.text() == null ? customary : input.text();
    differs(text, "id", input.id());
    differs(text, "label", input.label());
    differs(text, "content", input.content() == null ? "image" : input.content());
  }

  private void differs(String text, String key, String column) {
    if (text.equals(column)) {
      fault.accept(
          "input.text",
          "input.text must be another column than input." + key + ", both are " + text);
    }
  }
}
