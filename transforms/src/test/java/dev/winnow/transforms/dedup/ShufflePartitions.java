package dev.winnow.transforms.dedup;

import dev.winnow.transforms.LocalSpark;
import java.util.function.Supplier;

/** Runs something with a given number of partitions after each shuffle. */
public final class ShufflePartitions {

  private static final String KEY = "spark.sql.shuffle.partitions";

  public static <T> T of(int partitions, Supplier<T> work) {
    var conf = LocalSpark.session().conf();
    String before = conf.get(KEY);
    conf.set(KEY, String.valueOf(partitions));
    try {
      return work.get();
    } finally {
      conf.set(KEY, before);
    }
  }

  private ShufflePartitions() {}
}
