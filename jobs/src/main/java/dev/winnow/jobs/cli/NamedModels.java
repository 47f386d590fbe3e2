package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.embed.known.ModelLookup;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Check of the models that recipes name, before Spark starts. */
final class NamedModels {

  /**
   * @throws Failure with {@link ExitCode#INPUT} if a recipe names a model that is not known, not
   *     fetched or damaged
   */
  static void check(Recipe recipe) {
    List<String> faults = faults(recipe);
    if (!faults.isEmpty()) {
      throw new Failure(ExitCode.INPUT, String.join("; ", faults));
    }
  }

  /**
   * Returns the reasons why named models can't be used; empty for models that are there, and for
   * paths with a slash, which this method does not look at.
   */
  static List<String> faults(Recipe recipe) {
    List<String> faults = new ArrayList<>();
    for (Embed embed : recipe.embed()) {
      if (embed.encoder() == EncoderKind.DJL && !embed.model().contains("/")) {
        ModelLookup.fault(new Configuration(), embed.model()).ifPresent(faults::add);
      }
    }
    return faults;
  }

  private NamedModels() {}
}
