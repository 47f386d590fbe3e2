package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Centroids of the last finished iteration, in one small file that is replaced as a whole. */
final class SavedIterations implements IterationStore {

  private static final Logger LOG = LoggerFactory.getLogger(SavedIterations.class);
  private static final int MAGIC = 0x574b4d32;

  private final Configuration conf;
  private final String file;

  SavedIterations(Configuration conf, String file) {
    this.conf = conf;
    this.file = file;
  }

  /**
   * Returns the saved iteration; empty if there is none. A file that is cut short counts as none,
   * with a warning in the log: the fit then begins again.
   */
  @Override
  public Optional<State> latest() {
    Optional<InputStream> stored = Warehouse.open(conf, file);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(stored.get()))) {
      return Optional.of(read(in));
    } catch (EOFException | ChecksumException e) {
      LOG.warn("saved iteration {} is cut short; the fit begins again", file, e);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "saved iteration " + file + " is damaged; delete it to start the fit again", e);
    }
  }

  private static State read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("it does not begin like a saved iteration");
    }
    int iterations = in.readInt();
    int k = in.readInt();
    int dim = in.readInt();
    int reseeded = in.readInt();
    boolean converged = in.readBoolean();
    List<KMeansFit.Iteration> done = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      done.add(new KMeansFit.Iteration(in.readDouble(), in.readDouble()));
    }
    float[] centroids = new float[Math.multiplyExact(k, dim)];
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] = in.readFloat();
    }
    return new State(k, dim, centroids, done, reseeded, converged);
  }

  @Override
  public void save(State state) {
    Warehouse.write(
        conf,
        file,
        raw -> {
          DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw));
          out.writeInt(MAGIC);
          out.writeInt(state.done().size());
          out.writeInt(state.k());
          out.writeInt(state.dim());
          out.writeInt(state.reseeded());
          out.writeBoolean(state.converged());
          for (KMeansFit.Iteration iteration : state.done()) {
            out.writeDouble(iteration.inertia());
            out.writeDouble(iteration.seconds());
          }
          for (float value : state.centroids()) {
            out.writeFloat(value);
          }
          out.flush();
        });
  }

  void delete() {
    Warehouse.delete(conf, file);
  }
}
