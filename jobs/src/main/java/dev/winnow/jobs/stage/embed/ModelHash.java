package dev.winnow.jobs.stage.embed;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.embed.model.ModelDigest;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Computes the digests of the models that a recipe names. Another model makes another run. */
public final class ModelHash {

  /**
   * Returns the sha256 of each model that the recipe names, joined by commas; empty when it names
   * none.
   */
  public static String of(RunContext run) {
    return of(run.hadoop(), run.recipe());
  }

  /**
   * Returns the digests of a recipe's models, joined in the same way, for a recipe without a run.
   */
  public static String of(Configuration hadoop, Recipe recipe) {
    List<String> hashes = recipe.embed().stream().map(embed -> of(hadoop, embed)).toList();
    return hashes.stream().allMatch(String::isEmpty) ? "" : String.join(",", hashes);
  }

  /** Returns the sha256 of the model that an encoder names; empty when it names none. */
  public static String of(Configuration hadoop, Embed embed) {
    EncoderKind encoder = embed.encoder();
    if (encoder == EncoderKind.SPARK_ML && embed.model() != null) {
      return Warehouse.sha256(hadoop, embed.model());
    }
    if (encoder != EncoderKind.DJL) {
      return "";
    }
    String model = embed.model();
    try {
      return ModelDigest.compute(hadoop, model, DjlSettings.engine(embed));
    } catch (FileNotFoundException e) {
      throw new InputMissing(e.getMessage(), e);
    } catch (IOException e) {
      throw new InputMissing("embed.model must be readable, " + model + " is not", e);
    }
  }

  private ModelHash() {}
}
