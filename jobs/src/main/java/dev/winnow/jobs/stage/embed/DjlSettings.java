package dev.winnow.jobs.stage.embed;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.Preprocessing;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes the options of a model's encoder from the recipe. */
public final class DjlSettings {

  static DjlOptions of(RunContext run, Embed embed) {
    Map<String, String> hadoop = new HashMap<>();
    if (embed.model().contains(":")) {
      run.hadoop().forEach(entry -> hadoop.put(entry.getKey(), entry.getValue()));
    }
    return new DjlOptions(
        embed.model(),
        // Every executor loads what the stage's key stands for, also after the file was replaced.
        embed.sha256() != null ? embed.sha256() : ModelHash.of(run.hadoop(), embed),
        embed.output(),
        embed.pooling() == null ? null : word(embed.pooling()),
        embed.prefix(),
        embed.maxLength(),
        word(embed.device()),
        engine(embed),
        embed.batch(),
        run.spark().sparkContext().conf().getInt("spark.task.cpus", 1),
        overrides(embed.preprocessing()),
        hadoop);
  }

  /** Returns the name of the recipe's engine in the options. */
  public static String engine(Embed embed) {
    return word(embed.engine());
  }

  /** Returns the recipe's overrides under the names of preprocessor_config.json. */
  private static Map<String, Object> overrides(Preprocessing given) {
    Map<String, Object> overrides = new HashMap<>();
    if (given == null) {
      return overrides;
    }
    if (given.shortestEdge() != null) {
      overrides.put("size", Map.of("shortest_edge", given.shortestEdge()));
    } else if (given.size() != null) {
      overrides.put("size", Map.of("height", given.size(), "width", given.size()));
    }
    if (given.crop() != null) {
      overrides.put("do_center_crop", true);
      overrides.put("crop_size", Map.of("height", given.crop(), "width", given.crop()));
    }
    if (given.resample() != null) {
      overrides.put("resample", word(given.resample()));
    }
    if (given.layout() != null) {
      overrides.put("layout", word(given.layout()));
    }
    if (given.channelOrder() != null) {
      overrides.put("channel_order", word(given.channelOrder()));
    }
    if (given.mean() != null) {
      overrides.put("do_normalize", true);
      overrides.put("image_mean", given.mean());
    }
    if (given.std() != null) {
      overrides.put("do_normalize", true);
      overrides.put("image_std", given.std());
    }
    return overrides;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private DjlSettings() {}
}
