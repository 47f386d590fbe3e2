package dev.winnow.jobs.stage;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.InputMismatch;
import dev.winnow.transforms.ingest.NpyHeader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A NumPy matrix that a recipe names, small enough for the driver. */
public final class NumpyFile {

  /**
   * Returns the rows of a matrix of float16, float32 or float64 in C order.
   *
   * @param key of the recipe, for messages
   * @param dim length that the rows must have
   * @param rows what the rows are, for messages
   * @throws Failure with {@link ExitCode#INPUT} for a file that can't be read, with {@link
   *     ExitCode#DATA} for another content
   */
  public static List<float[]> rows(
      Configuration hadoop, String location, String key, int dim, String rows) {
    Path path = new Path(location);
    try (DataInputStream in = path.getFileSystem(hadoop).open(path)) {
      NpyHeader header = NpyHeader.read(in, location);
      requireLength(header.columns(), dim, rows, location);
      byte[] bytes = new byte[header.rowBytes()];
      List<float[]> all = new ArrayList<>(header.rows());
      for (int i = 0; i < header.rows(); i++) {
        in.readFully(bytes);
        all.add(header.floats(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
      }
      return all;
    } catch (InputMismatch e) {
      throw new Failure(ExitCode.DATA, key + ": " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new Failure(
          ExitCode.DATA,
          key + " must hold as many rows as its header says, " + location + " ends before",
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.INPUT, key + " must be readable, " + location + " is not", e);
    }
  }

  /**
   * Checks the length of given vectors.
   *
   * @throws Failure with {@link ExitCode#DATA} when it is not that of the embeddings
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
