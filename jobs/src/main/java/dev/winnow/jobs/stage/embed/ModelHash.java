package dev.winnow.jobs.stage.embed;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.embed.known.ModelLookup;
import dev.winnow.transforms.embed.model.ModelDigest;
import dev.winnow.transforms.embed.model.ModelRejected;
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
    return encoder == EncoderKind.DJL ? digest(hadoop, embed).all() : "";
  }

  /**
   * Returns the digests of the model that an encoder names.
   *
   * @throws InputMissing if there is no such model
   * @throws ModelRejected if it is not the pinned one
   */
  static ModelDigest digest(Configuration hadoop, Embed embed) {
    String model = path(hadoop, embed);
    try {
      ModelDigest digest = ModelDigest.compute(hadoop, model, DjlSettings.engine(embed));
      if (embed.sha256() != null && !digest.matches(embed.sha256())) {
        throw ModelRejected.pin(embed.sha256(), digest, model);
      }
      return digest;
    } catch (FileNotFoundException e) {
      throw new InputMissing(e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(model, e);
    }
  }

  /**
   * Returns the path of the model that an encoder names by its path or by a known name.
   *
   * @throws InputMissing if a known model is not on this machine, or the name is not known
   */
  static String path(Configuration hadoop, Embed embed) {
    try {
      return ModelLookup.resolve(hadoop, embed.model());
    } catch (FileNotFoundException e) {
      throw new InputMissing(e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(embed.model(), e);
    }
  }

  private static InputMissing unreadable(String model, IOException e) {
    return new InputMissing("embed.model must be readable, " + model + " is not", e);
  }

  private ModelHash() {}
}
