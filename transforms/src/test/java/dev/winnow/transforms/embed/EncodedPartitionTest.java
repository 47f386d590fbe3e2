package dev.winnow.transforms.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.embed.ml.EmbeddedRows;
import dev.winnow.transforms.image.ImageRejected;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Encodes rows by a fake encoder that counts the letters of texts. */
@Timeout(60)
class EncodedPartitionTest {

  /** Fake encoder with runs of three texts, prepared in one thread and run in another. */
  private static class Letters implements Encoder, EncoderTask {

    final AtomicInteger prepared = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile Thread running;

    @Override
    public String name() {
      return "letters";
    }

    @Override
    public int dim() {
      return 1;
    }

    @Override
    public float[][] encode(List<EncoderInput> inputs) {
      return inputs.stream().map(i -> new float[] {i.text().length()}).toArray(float[][]::new);
    }

    @Override
    public EncoderTask open() {
      return this;
    }

    @Override
    public int window(int batch) {
      return 3;
    }

    @Override
    public void prepare(List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs) {
      prepared.incrementAndGet();
      runs.accept(
          () -> {
            running = Thread.currentThread();
            run();
            System.arraycopy(encode(inputs), 0, vectors, 0, vectors.length);
          });
    }

    void run() {
      // Does not wait.
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static Iterator<Row> partition(List<Row> rows, Encoder encoder) {
    return new EmbeddedRows(rows.iterator(), () -> encoder, 64, 1);
  }

  private static List<Row> rows(int n) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(RowFactory.create(i, i % 4 == 3 ? null : "x".repeat(i)));
    }
    return rows;
  }

  @Test
  void everyRowComesOutOnceInOrderWithItsOwnVector() {
    Letters letters = new Letters();
    Iterator<Row> found = partition(rows(20), letters);
    for (int i = 0; i < 20; i++) {
      Row row = found.next();
      assertEquals(i, row.getInt(0));
      if (i % 4 == 3) {
        assertTrue(row.isNullAt(2));
      } else {
        assertArrayEquals(new float[] {i}, (float[]) row.get(2));
      }
    }
    assertEquals(false, found.hasNext());
    assertSame(Thread.currentThread(), letters.running);
    assertTrue(letters.closed.get() > 0, "the encoder's task was left open");
  }

  @Test
  void onlyTheNextWindowIsPreparedWhileTheModelRuns() {
    CountDownLatch two = new CountDownLatch(2);
    AtomicInteger windows = new AtomicInteger();
    Letters letters =
        new Letters() {
          @Override
          public void prepare(
              List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs) {
            windows.incrementAndGet();
            two.countDown();
            super.prepare(inputs, vectors, runs);
          }

          @Override
          void run() {
            try {
              assertTrue(two.await(30, TimeUnit.SECONDS), "no window is prepared ahead");
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Iterator<Row> found = partition(rows(30), letters);
    assertEquals(0, found.next().getInt(0));
    assertEquals(2, windows.get());
  }

  @Test
  void anExceptionInEitherThreadEndsTheTask() {
    for (boolean inPreparing : new boolean[] {true, false}) {
      Letters letters =
          new Letters() {
            @Override
            public void prepare(
                List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs) {
              if (inPreparing && prepared.get() == 1) {
                throw new ArithmeticException("the second window");
              }
              super.prepare(inputs, vectors, runs);
            }

            @Override
            void run() {
              if (!inPreparing && prepared.get() > 1) {
                throw new ArithmeticException("the second window");
              }
            }
          };
      Iterator<Row> found = partition(rows(12), letters);
      ArithmeticException e =
          assertThrows(
              ArithmeticException.class,
              () -> {
                while (found.hasNext()) {
                  found.next();
                }
              });
      assertEquals("the second window", e.getMessage());
      assertTrue(letters.closed.get() > 0, "the encoder's task was left open");
    }
  }

  @Test
  void aRowIsMadeByNextAndNotByHasNext() {
    AtomicInteger made = new AtomicInteger();
    Iterator<Row> found =
        new EncodedPartition(rows(6).iterator(), Letters::new, 64, null) {
          @Override
          protected Object content(Row row) {
            return row.get(1);
          }

          @Override
          protected Row withVector(Row row, float[] vector) {
            made.incrementAndGet();
            return RowFactory.create(row.get(0), vector);
          }

          @Override
          protected Row withoutVector(Row row, ImageRejected why) {
            return RowFactory.create(row.get(0), null);
          }
        };
    assertTrue(found.hasNext());
    assertEquals(0, made.get());
    assertArrayEquals(new float[] {0}, (float[]) found.next().get(1));
    assertEquals(1, made.get());
  }

  @Test
  void aPartitionWithoutRowsLoadsNoEncoder() {
    Iterator<Row> found =
        new EmbeddedRows(
            List.<Row>of().iterator(),
            () -> {
              throw new AssertionError("loaded");
            },
            64,
            1);
    assertEquals(false, found.hasNext());
  }
}
