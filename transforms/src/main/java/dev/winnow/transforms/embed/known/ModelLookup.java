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
    if (model.contains("/") || exists(conf, model)) {
      return model;
    }
    Optional<KnownModel> known = KnownModels.find(model);
    if (known.isEmpty()) {
      throw new FileNotFoundException(
          "embed.model must be a path that exists or a known name, got "
              + model
              + "; the names are "
              + KnownModels.names());
    }
    ModelStore store = ModelStore.ofEnvironment();
    String fetch = "./winnow models fetch " + known.get().name();
    if (!store.holds(known.get())) {
      throw new FileNotFoundException(
          "embed.model "
              + model
              + " is not in "
              + store.folder()
              + "; fetch it ("
              + known.get().size()
              + ") by: "
              + fetch);
    }
    Optional<String> damage = store.damage(known.get());
    if (damage.isPresent()) {
      throw new FileNotFoundException(
          "embed.model "
              + model
              + " is damaged: "
              + damage.get()
              + "; fetch it again by: "
              + fetch);
    }
    return store.place(known.get()).toUri().toString();
  }

  /**
   * Returns the reason why the name of a model can't be used; empty for a path with a slash, which
   * this method does not look at, and for a model that is there.
   */
  public static Optional<String> fault(Configuration conf, String model) {
    try {
      resolve(conf, model);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static boolean exists(Configuration conf, String model) throws IOException {
    // A scheme without a slash, such as file:x, is a path of its own.
    if (model.contains(":")) {
      return true;
    }
    Path path = new Path(model);
    return path.getFileSystem(conf).exists(path);
  }

  private ModelLookup() {}
}
