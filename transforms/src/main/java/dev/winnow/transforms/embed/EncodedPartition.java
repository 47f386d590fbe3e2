package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The rows of a partition through an encoder, in their order.
 *
 * <p>The task's own thread takes rows from Spark, whose iterators belong to it, and runs the model.
 * One further thread decodes, tokenizes and lays out, at most {@value #READY} runs of the model
 * ahead; it ends with the task. In memory are the rows of two windows of the encoder, each of at
 * most 64 MiB of content and a row, 128 MiB of decoded pixels and an image, and the tensors of
 * {@value #READY} runs and two more.
 */
public abstract class EncodedPartition implements Iterator<Row> {

  private static final int READY = 2;
  private static final int WINDOWS = 2;
  private static final long MOST_BYTES = 64 << 20;
  private static final long MOST_PIXELS = 128 << 20;

  private final Iterator<Row> rows;
  private final EncoderSource source;
  private final int batch;
  private final ImageDecoder decoder;
  private final BlockingQueue<Runnable> steps = new ArrayBlockingQueue<>(READY);
  private EncoderTask encoder;
  private ExecutorService preparing;
  private int windows;
  private volatile boolean closed;
  private Iterator<Row> ready = Collections.emptyIterator();

  /**
   * @param batch rows of a run of the encoder
   */
  public EncodedPartition(
      Iterator<Row> rows, EncoderSource source, int batch, ImageDecoder decoder) {
    this.rows = rows;
    this.source = source;
    this.batch = batch;
    this.decoder = decoder;
  }

  /** A text as Spark stores it, which the preparing thread decodes. */
  record Utf8(byte[] bytes) {}

  /** The text (a string, or {@link Utf8}) or image (bytes) of a row; null where it has none. */
  protected abstract Object content(Row row);

  /** What becomes of a row with a vector, which is not normalised. */
  protected abstract Row encoded(Row row, float[] vector);

  /**
   * What becomes of a row without something to encode.
   *
   * @param why null where the row has no content
   */
  protected abstract Row unencoded(Row row, ImageRejected why);

  @Override
  public boolean hasNext() {
    try {
      while (!ready.hasNext()) {
        takeWindows();
        if (windows == 0) {
          close();
          return false;
        }
        steps.take().run();
      }
      return true;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was stopped while it waited for a batch", e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.next();
  }

  private void takeWindows() {
    while (windows < WINDOWS && rows.hasNext()) {
      open();
      int most = encoder.window(batch);
      List<Row> window = new ArrayList<>();
      long bytes = 0;
      while (rows.hasNext() && window.size() < most && bytes < MOST_BYTES) {
        Row row = rows.next();
        window.add(row);
        bytes += bytes(content(row));
      }
      windows++;
      preparing.execute(() -> prepare(window));
    }
  }

  /** A text counts twice: as it came, and as the string that it becomes. */
  private static long bytes(Object content) {
    if (content instanceof byte[] image) {
      return image.length;
    }
    return 2L
        * (content instanceof Utf8 utf8
            ? utf8.bytes().length
            : content instanceof String text ? text.length() : 0);
  }

  /** In the task's thread, whose context names the device. */
  private void open() {
    if (encoder != null) {
      return;
    }
    TaskContext context = TaskContext.get();
    encoder = source.get().open();
    preparing =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread =
                  new Thread(
                      work, "winnow-prepare-" + (context == null ? "0" : context.taskAttemptId()));
              thread.setDaemon(true);
              return thread;
            });
    if (context != null) {
      context.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
  }

  /** Rows of a window that are prepared together, and their vectors once their runs are done. */
  private record Part(List<Integer> places, float[][] vectors) {}

  /** In the preparing thread. What goes wrong there is thrown in the task's. */
  private void prepare(List<Row> window) {
    try {
      Row[] unencoded = new Row[window.size()];
      List<Part> parts = new ArrayList<>();
      List<Integer> places = new ArrayList<>(unencoded.length);
      List<EncoderInput> inputs = new ArrayList<>(unencoded.length);
      long decoded = 0;
      for (int i = 0; i < unencoded.length; i++) {
        Row row = window.get(i);
        try {
          EncoderInput input = input(content(row));
          if (input != null) {
            places.add(i);
            inputs.add(input);
            decoded += input.image() == null ? 0 : input.image().pixels().length;
          } else {
            unencoded[i] = unencoded(row, null);
          }
        } catch (ImageRejected e) {
          unencoded[i] = unencoded(row, e);
        }
        if (!inputs.isEmpty() && (decoded >= MOST_PIXELS || i == unencoded.length - 1)) {
          Part part = new Part(List.copyOf(places), new float[places.size()][]);
          parts.add(part);
          encoder.prepare(List.copyOf(inputs), part.vectors(), this::hand);
          places.clear();
          inputs.clear();
          decoded = 0;
        }
      }
      hand(
          () -> {
            float[][] vectors = new float[unencoded.length][];
            for (Part part : parts) {
              for (int j = 0; j < part.vectors().length; j++) {
                vectors[part.places().get(j)] = part.vectors()[j];
              }
            }
            windows--;
            ready = results(window, unencoded, vectors);
          });
    } catch (RuntimeException | Error e) {
      // A task that has ended waits for nothing.
      if (!closed) {
        hand(
            () -> {
              throw e;
            });
      }
    }
  }

  /** Each row is made when it is asked for, so that Spark copies it while it is in the cache. */
  private Iterator<Row> results(List<Row> window, Row[] unencoded, float[][] vectors) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < unencoded.length;
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more rows");
        }
        int i = next++;
        Row row = window.set(i, null);
        return unencoded[i] == null ? encoded(row, vectors[i]) : unencoded[i];
      }
    };
  }

  private EncoderInput input(Object content) throws ImageRejected {
    if (content == null) {
      return null;
    }
    if (content instanceof byte[] image) {
      return EncoderInput.of(decoder.decode(image));
    }
    return EncoderInput.of(
        content instanceof Utf8 utf8
            ? new String(utf8.bytes(), StandardCharsets.UTF_8)
            : (String) content);
  }

  private void hand(Runnable step) {
    try {
      steps.put(step);
    } catch (InterruptedException e) {
      // Only the end of the task interrupts this thread, and nobody waits for it then.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task has ended", e);
    }
  }

  private synchronized void close() {
    closed = true;
    if (preparing != null) {
      preparing.shutdownNow();
    }
    if (encoder != null) {
      encoder.close();
    }
  }
}
