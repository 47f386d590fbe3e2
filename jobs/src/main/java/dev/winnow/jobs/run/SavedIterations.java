package dev.winnow.jobs.run;

import dev.winnow.transforms.cluster.IterationStore;
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

  private static final int MAGIC = 0x574b4d31;

  private final Configuration conf;
  private final String file;

  SavedIterations(Configuration conf, String file) {
    this.conf = conf;
    this.file = file;
  }

  @Override
  public Optional<State> latest() {
    return Folders.read(conf, file)
        .map(
            bytes -> {
              try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                if (in.readInt() != MAGIC) {
                  throw new IOException("it does not begin as a saved iteration does");
                }
                int next = in.readInt();
                int k = in.readInt();
                int dim = in.readInt();
                int reseeded = in.readInt();
                List<Double> inertia = new ArrayList<>();
                for (int i = 0; i < next; i++) {
                  inertia.add(in.readDouble());
                }
                float[] centroids = new float[k * dim];
                for (int i = 0; i < centroids.length; i++) {
                  centroids[i] = in.readFloat();
                }
                return new State(next, k, dim, centroids, inertia, reseeded);
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
      out.writeInt(state.next());
      out.writeInt(state.k());
      out.writeInt(state.dim());
      out.writeInt(state.reseeded());
      for (double inertia : state.inertia()) {
        out.writeDouble(inertia);
      }
      for (float value : state.centroids()) {
        out.writeFloat(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    Folders.write(conf, file, bytes.toByteArray());
  }

  void delete() {
    Folders.delete(conf, file);
  }
}
