package dev.winnow.transforms.cluster.ml;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Centroids in a file of the driver's disk, for models that Spark Connect's server moves out of its
 * memory. Its layout: dimensions and number of floats as ints, then the floats, all big-endian.
 */
final class LocalCentroids {

  private static final String FILE = "centroids";

  /**
   * Returns true for a folder to which Spark has just written the parameters of a model as a file
   * of the driver's disk. Spark 4.1 and later do so for Spark Connect; elsewhere the parameters are
   * a folder, on the file system of the path.
   */
  static boolean isPlace(String path) {
    try {
      return Files.isRegularFile(Path.of(path, "metadata"));
    } catch (InvalidPathException | FileSystemNotFoundException e) {
      return false;
    }
  }

  static void write(String path, float[] centroids, int dim) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(Path.of(path, FILE))))) {
      out.writeInt(dim);
      out.writeInt(centroids.length);
      for (float value : centroids) {
        out.writeFloat(value);
      }
    }
  }

  /** Returns a model of a given uid with the centroids of a folder. */
  static KMeansModel read(String path, String uid) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(path, FILE))))) {
      int dim = in.readInt();
      float[] centroids = new float[in.readInt()];
      for (int i = 0; i < centroids.length; i++) {
        centroids[i] = in.readFloat();
      }
      return new KMeansModel(uid, centroids, dim);
    }
  }

  private LocalCentroids() {}
}
