package dev.winnow.jobs.stage.cluster;

import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Centroids of the last finished iteration, in one small file that is replaced as a whole. */
final class SavedIterations implements IterationStore {

  private static final int MAGIC = 0x574b4d32;

  private final Configuration conf;
  private final String file;

  SavedIterations(Configuration conf, String file) {
    this.conf = conf;
    this.file = file;
  }

  @Override
  public Optional<State> latest() {
    return Warehouse.read(conf, file)
        .map(
            bytes -> {
              try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
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
                float[] centroids = new float[k * dim];
                for (int i = 0; i < centroids.length; i++) {
                  centroids[i] = in.readFloat();
                }
                return new State(k, dim, centroids, done, reseeded, converged);
              } catch (IOException e) {
                throw new UncheckedIOException(
                    "saved iteration " + file + " is damaged; delete it to start the fit again", e);
              }
            });
  }

  @Override
  public void save(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
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
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    Warehouse.write(conf, file, bytes.toByteArray());
  }

  void delete() {
    Warehouse.delete(conf, file);
  }
}
