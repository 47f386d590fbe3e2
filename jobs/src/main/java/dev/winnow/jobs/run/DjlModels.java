package dev.winnow.jobs.run;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.transforms.embed.DjlEncoder;
import dev.winnow.transforms.embed.DjlOptions;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One loaded model per executor JVM and set of options. */
final class DjlModels {

  private static final Map<DjlOptions, Encoder> LOADED = new ConcurrentHashMap<>();

  static EncoderSource source(RunContext run, Embed embed) {
    DjlOptions options = options(run, embed);
    return () -> LOADED.computeIfAbsent(options, DjlEncoder::load);
  }

  private static DjlOptions options(RunContext run, Embed embed) {
    int threads =
        run.spark().sparkContext().conf().getInt("spark.task.cpus", 1);
    return new DjlOptions(embed, threads);
  }

  private DjlModels() {}
}
