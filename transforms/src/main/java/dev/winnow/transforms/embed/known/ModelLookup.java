package dev.winnow.transforms.embed.known;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Search for the model that a recipe names: a path or URI, or the name of a known model. A name has
 * no slash, and a path that exists goes before a name. Nothing is fetched.
 */
public final class ModelLookup {

  /**
   * Returns the path or URI of a model: the given one, or the folder of a known model.
   *
   * @throws FileNotFoundException if it is no path that exists and no known name, or the known
   *     model is not fetched or damaged; the message names the remedy
   * @throws IOException if the path can't be read
   */
  public static String resolve(Configuration conf, String model) throws IOException {
    if (isPath(model) || exists(conf, model)) {
      return model;
    }
    Optional<String> fault = fault(model);
    if (fault.isPresent()) {
      throw new FileNotFoundException(fault.get());
    }
    KnownModel known = KnownModels.find(model).orElseThrow();
    return ModelStore.ofEnvironment().place(known).toUri().toString();
  }

  /**
   * Returns the reason why the name of a model can't be used, with the remedy; empty for a known
   * model that is there. Reads the files of the model.
   *
   * @param name word without a slash that is no path
   * @throws IOException if a file of the model can't be read
   */
  public static Optional<String> fault(String name) throws IOException {
    Optional<KnownModel> known = KnownModels.find(name);
    if (known.isEmpty()) {
      return Optional.of(
          "embed.model must be a path that exists or a known name, got "
              + name
              + "; the names are "
              + KnownModels.names());
    }
    ModelStore store = ModelStore.ofEnvironment();
    String fetch = "./winnow models fetch " + known.get().name();
    if (!store.holds(known.get())) {
      return Optional.of(
          "embed.model "
              + name
              + " is not in "
              + store.folder()
              + "; fetch it ("
              + known.get().size()
              + ") by: "
              + fetch);
    }
    return store
        .damage(known.get())
        .map(
            damage ->
                "embed.model " + name + " is damaged: " + damage + "; fetch it again by: " + fetch);
  }

  /** Returns true for a text that can't be a name: it has a slash, or a scheme as file:x has. */
  public static boolean isPath(String model) {
    return model.contains("/") || model.contains(":");
  }

  private static boolean exists(Configuration conf, String model) throws IOException {
    Path path = new Path(model);
    return path.getFileSystem(conf).exists(path);
  }

  private ModelLookup() {}
}
