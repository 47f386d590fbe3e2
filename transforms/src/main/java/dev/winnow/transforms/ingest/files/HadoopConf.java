package dev.winnow.transforms.ingest.files;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Serializable copy of a Hadoop configuration, for use on executors. */
public final class HadoopConf implements Serializable {

  private final List<String> entries = new ArrayList<>();
  private transient volatile Configuration restored;

  /** Copies the entries of a configuration. */
  public HadoopConf(Configuration conf) {
    for (Map.Entry<String, String> entry : conf) {
      entries.add(entry.getKey());
      entries.add(entry.getValue());
    }
  }

  /** Returns the configuration, restored once in each process. */
  public synchronized Configuration get() {
    if (restored == null) {
      Configuration conf = new Configuration(false);
      for (int i = 0; i < entries.size(); i += 2) {
        conf.set(entries.get(i), entries.get(i + 1));
      }
      restored = conf;
    }
    return restored;
  }
}
