package dev.winnow.jobs.stage;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.NpyHeader;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads NumPy matrices that a recipe names, which must fit into the driver's memory. */
public final class NumpyFile {

  /**
   * Returns the rows of a matrix of float16, float32 or float64 in C order.
   *
   * @param key of the recipe, for messages
   * @param dim length that the rows must have
   * @param rows name of the rows, for messages
   * @throws Failure with {@link ExitCode#INPUT} for a file that can't be read, with {@link
   *     ExitCode#DATA} for other content
   */
  public static List<float[]> rows(
      Configuration hadoop, String location, String key, int dim, String rows) {
    Path path = new Path(location);
    try (DataInputStream in = path.getFileSystem(hadoop).open(path)) {
      NpyHeader header = NpyHeader.read(in, location);
      requireLength(header.columns(), dim, rows, location);
      byte[] bytes = new byte[header.rowBytes()];
      List<float[]> vectors = new ArrayList<>(header.rows());
      for (int i = 0; i < header.rows(); i++) {
        in.readFully(bytes);
        vectors.add(header.floats(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
      }
      return vectors;
    } catch (InputMismatch e) {
      throw new Failure(ExitCode.DATA, key + ": " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new Failure(
          ExitCode.DATA,
          key + " must hold as many rows as its header says, but " + location + " ends earlier",
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.INPUT, key + " must be readable, " + location + " is not", e);
    }
  }

  /**
   * Checks the length of vectors.
   *
   * @throws Failure with {@link ExitCode#DATA} when it differs from that of the embeddings
   */
  public static void requireLength(int got, int dim, String rows, String location) {
    if (got != dim) {
      throw new Failure(
          ExitCode.DATA,
          "vector lengths differ: "
              + rows
              + " in "
              + location
              + " have "
              + got
              + ", embeddings have "
              + dim);
    }
  }

  private NumpyFile() {}
}
