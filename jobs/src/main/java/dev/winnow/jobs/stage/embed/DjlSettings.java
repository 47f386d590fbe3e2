package dev.winnow.jobs.stage.embed;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.Preprocessing;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Makes the options of a model's encoder from the recipe. */
public final class DjlSettings {

  static DjlOptions of(RunContext run, Embed embed) {
    return of(run.hadoop(), run.spark().sparkContext().conf().getInt("spark.task.cpus", 1), embed);
  }

  /**
   * Returns the options of an encoder's model.
   *
   * @param cpus cores of a task
   */
  public static DjlOptions of(Configuration conf, int cpus, Embed embed) {
    Map<String, String> hadoop = new HashMap<>();
    if (embed.model().contains(":")) {
      conf.forEach(entry -> hadoop.put(entry.getKey(), entry.getValue()));
    }
    return new DjlOptions(
        ModelHash.path(conf, embed),
        // Every executor loads the model of the stage's key, even if a file was replaced since.
        ModelHash.digest(conf, embed).all(),
        embed.output(),
        embed.pooling() == null ? null : word(embed.pooling()),
        embed.prefix(),
        embed.prompt(),
        embed.maxLength(),
        word(embed.device()),
        engine(embed),
        embed.batch(),
        cpus,
        overrides(embed.preprocessing()),
        hadoop);
  }

  /** Returns the name of the recipe's engine in the options. */
  public static String engine(Embed embed) {
    return word(embed.engine());
  }

  /** Returns the recipe's overrides under the names of preprocessor_config.json. */
  private static Map<String, Object> overrides(Preprocessing settings) {
    Map<String, Object> overrides = new HashMap<>();
    if (settings == null) {
      return overrides;
    }
    if (settings.shortestEdge() != null) {
      overrides.put("size", Map.of("shortest_edge", settings.shortestEdge()));
    } else if (settings.size() != null) {
      overrides.put("size", Map.of("height", settings.size(), "width", settings.size()));
    }
    if (settings.crop() != null) {
      overrides.put("do_center_crop", true);
      overrides.put("crop_size", Map.of("height", settings.crop(), "width", settings.crop()));
    }
    if (settings.resample() != null) {
      overrides.put("resample", word(settings.resample()));
    }
    if (settings.layout() != null) {
      overrides.put("layout", word(settings.layout()));
    }
    if (settings.channelOrder() != null) {
      overrides.put("channel_order", word(settings.channelOrder()));
    }
    if (settings.mean() != null) {
      overrides.put("do_normalize", true);
      overrides.put("image_mean", settings.mean());
    }
    if (settings.std() != null) {
      overrides.put("do_normalize", true);
      overrides.put("image_std", settings.std());
    }
    return overrides;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private DjlSettings() {}
}
