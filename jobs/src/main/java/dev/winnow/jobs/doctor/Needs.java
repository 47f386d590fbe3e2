package dev.winnow.jobs.doctor;

import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.kernel.Device;
import java.util.List;

/**
 * Parts of the environment that recipes need.
 *
 * @param models true if an encoder runs a model by native code
 * @param knownModels true if an encoder names a model of the models folder
 * @param gpu true if a section asks for a GPU and takes no CPU instead
 */
record Needs(boolean models, boolean knownModels, boolean gpu) {

  /** Returns the needs of recipes; none without a recipe. */
  static Needs of(List<Recipe> recipes) {
    return new Needs(
        recipes.stream()
            .flatMap(r -> r.embed().stream())
            .anyMatch(e -> e.encoder() == EncoderKind.DJL),
        recipes.stream()
            .flatMap(r -> r.embed().stream())
            .anyMatch(
                e ->
                    e.encoder() == EncoderKind.DJL
                        && e.model() != null
                        && !dev.winnow.transforms.embed.known.ModelLookup.isPath(e.model())),
        recipes.stream()
            .anyMatch(
                r ->
                    r.cluster().device() == Device.GPU
                        || r.embed().stream()
                            .anyMatch(
                                e -> e.encoder() == EncoderKind.DJL && e.device() == Device.GPU)));
  }
}
