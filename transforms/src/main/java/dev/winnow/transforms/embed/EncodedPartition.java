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
 * Iterator that passes the rows of a partition through an encoder and keeps their order.
 *
 * <p>The task's thread takes rows from Spark, because Spark's iterators must stay in that thread,
 * and runs the model. A second thread decodes, tokenizes and lays out tensors, at most {@value
 * #READY} runs of the model ahead; it ends with the task. Memory holds the rows of two windows of
 * the encoder, each of at most 64 MiB of content and a row, 128 MiB of decoded pixels and an image,
 * and the tensors of {@value #READY} runs and two more.
 *
 * <p>A subclass says what the content of a row is, and makes the output row with or without a
 * vector. Content is read in the task's thread and again in the second thread; rows without a
 * vector are made in the second thread, rows with a vector in the task's thread.
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
   * @param batch rows in one run of the encoder
   * @param decoder decoder of image bytes
   */
  public EncodedPartition(
      Iterator<Row> rows, EncoderSource source, int batch, ImageDecoder decoder) {
    this.rows = rows;
    this.source = source;
    this.batch = batch;
    this.decoder = decoder;
  }

  /** Text as Spark stores it; the preparing thread decodes it. */
  record Utf8(byte[] bytes) {}

  /**
   * Returns the text (a string, or {@link Utf8}) or the image (bytes) of a row; null if the row has
   * neither.
   */
  protected abstract Object content(Row row);

  /** Makes the output row for a row and its vector, which is not normalised. */
  protected abstract Row withVector(Row row, float[] vector);

  /**
   * Makes the output row for a row that can't be encoded.
   *
   * @param why reason for the refusal of the image; null if the row has no content
   */
  protected abstract Row withoutVector(Row row, ImageRejected why);

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

  /**
   * Returns the bytes that count for the window. A text counts twice: once as bytes and once as the
   * string made of them.
   */
  private static long bytes(Object content) {
    if (content instanceof byte[] image) {
      return image.length;
    }
    return 2L
        * (content instanceof Utf8 utf8
            ? utf8.bytes().length
            : content instanceof String text ? text.length() : 0);
  }

  /**
   * Opens the encoder. Called in the task's thread, because the task's context names the device.
   */
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

  /** Rows of a window that are prepared together, with their vectors after the runs. */
  private record Part(List<Integer> places, float[][] vectors) {}

  /**
   * Prepares a window. Called in the preparing thread; an exception is thrown in the task's thread.
   */
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
          ImageRejected refusal = input == null ? null : encoder.refusal(input);
          if (refusal != null) {
            unencoded[i] = withoutVector(row, refusal);
          } else if (input != null) {
            places.add(i);
            inputs.add(input);
            decoded += input.image() == null ? 0 : input.image().pixels().length;
          } else {
            unencoded[i] = withoutVector(row, null);
          }
        } catch (ImageRejected e) {
          unencoded[i] = withoutVector(row, e);
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
      // After the end of the task, no thread waits for a step.
      if (!closed) {
        hand(
            () -> {
              throw e;
            });
      }
    }
  }

  /**
   * Returns an iterator that makes each row in {@code next}, so that Spark copies it while it is in
   * the CPU's cache. {@link dev.winnow.transforms.task.Batched} would make the row in {@code
   * hasNext}.
   */
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
        return unencoded[i] == null ? withVector(row, vectors[i]) : unencoded[i];
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
      // Only the end of the task interrupts this thread, and then no thread waits for it.
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
