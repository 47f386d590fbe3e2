package dev.winnow.transforms.experiment.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {

  private static final int ROWS = 400;

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX", "RIDGE", "MLP"})
  void everyLearnerOfVectorsTellsTwoDistantCloudsApart(Learner learner) {
    Measurement measured =
        learner.measure(clouds(6), range(0, 300), range(300, ROWS), epochs(40, 300), 1);
    assertEquals(0, measured.error());
    assertEquals(0, measured.worstClassError());
    assertTrue(measured.crossEntropy() < 0.2, measured.toString());
  }

  @Test
  void aConvolutionTellsBarsByTheirDirection() {
    Measurement measured =
        Learner.CONV.measure(bars(), range(0, 300), range(300, ROWS), epochs(10, 300), 1);
    assertTrue(measured.error() < 0.02, measured.toString());
  }

  @Test
  void aHiddenLayerSolvesWhatNoStraightLineCan() {
    // The class is the sign of the product of two features.
    Labelled data = crossed();
    Measurement line =
        Learner.SOFTMAX.measure(data, range(0, 300), range(300, ROWS), epochs(60, 300), 1);
    Measurement hidden =
        Learner.MLP.measure(data, range(0, 300), range(300, ROWS), epochs(60, 300), 1);
    assertTrue(line.error() > 0.3, line.toString());
    assertTrue(hidden.error() < 0.1, hidden.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX", "RIDGE", "MLP"})
  void theOrderOfTheIndicesChangesNoBit(Learner learner) {
    int[] forward = range(0, 300);
    int[] backward = IntStream.range(0, 300).map(i -> 299 - i).toArray();
    Labelled data = clouds(1);
    assertEquals(
        learner.measure(data, forward, range(300, ROWS), epochs(3, 300), 7),
        learner.measure(data, backward, range(300, ROWS), epochs(3, 300), 7));
  }

  @Test
  void seedsDifferExceptForTheClosedForm() {
    Labelled data = clouds(1);
    for (Learner learner : new Learner[] {Learner.SOFTMAX, Learner.MLP, Learner.RIDGE}) {
      double one = crossEntropy(learner, data, 1);
      double two = crossEntropy(learner, data, 2);
      if (learner.drawn()) {
        assertNotEquals(one, two, learner.word());
      } else {
        assertEquals(one, two, learner.word());
      }
    }
  }

  private static double crossEntropy(Learner learner, Labelled data, long seed) {
    return learner
        .measure(data, range(0, 300), range(300, ROWS), epochs(3, 300), seed)
        .crossEntropy();
  }

  @Test
  void noTestRowHasAPartInTheTraining() {
    Labelled data = clouds(1);
    float[] values = data.values().clone();
    // The last test row becomes an outlier that would move a mean or a variance.
    values[(ROWS - 1) * data.width()] = 1e6f;
    Labelled other =
        new Labelled(values, data.width(), data.labels(), data.classes(), data.shape());
    for (Learner learner : new Learner[] {Learner.SOFTMAX, Learner.MLP, Learner.RIDGE}) {
      assertEquals(
          learner.measure(data, range(0, 300), range(300, ROWS - 1), epochs(2, 300), 1),
          learner.measure(other, range(0, 300), range(300, ROWS - 1), epochs(2, 300), 1));
    }
  }

  @Test
  void fixedStepsAreThoseOfTheWholePool() {
    Labelled data = clouds(1);
    int[] test = range(300, ROWS);
    // 300 rows are five batches of at most 64, 100 rows are two.
    assertEquals(20, Learner.SOFTMAX.measure(data, range(0, 300), test, epochs(4, 300), 1).steps());
    assertEquals(8, Learner.SOFTMAX.measure(data, range(0, 100), test, epochs(4, 300), 1).steps());
    Budget steps = new Budget(Budget.Kind.STEPS, 4, 300);
    assertEquals(20, Learner.SOFTMAX.measure(data, range(0, 100), test, steps, 1).steps());
    assertEquals(20, Learner.SOFTMAX.measure(data, range(0, 300), test, steps, 1).steps());
  }

  @Test
  void operationsOfASoftmaxFollowFromItsShape() {
    Labelled data = clouds(1);
    Measurement measured =
        Learner.SOFTMAX.measure(data, range(0, 300), range(300, ROWS), epochs(4, 300), 1);
    // Three products of 2 x features x classes for each row of each epoch.
    assertEquals(3.0 * 2 * data.width() * 2 * 300 * 4, measured.flops());
  }

  @Test
  void aRunWithoutRowsOrWithoutPicturesIsRefused() {
    Labelled data = clouds(1);
    int[] some = range(0, 10);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Learner.RIDGE.measure(data, new int[0], some, epochs(1, 1), 1))
            .getMessage()
            .contains("got 0 and 10"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Learner.RIDGE.measure(data, some, new int[0], epochs(1, 1), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Learner.CONV.measure(data, some, some, epochs(1, 10), 1));
  }

  private static Budget epochs(int epochs, int rows) {
    return new Budget(Budget.Kind.EPOCHS, epochs, rows);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** Two normal clouds in eight dimensions whose centres are a distance apart. */
  private static Labelled clouds(double distance) {
    int width = 8;
    HashedDraws draws = HashedDraws.of(5);
    float[] values = new float[ROWS * width];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
      for (int j = 0; j < width; j++) {
        values[i * width + j] = (float) draws.normal((long) i * width + j);
      }
      values[i * width] += (float) ((labels[i] - 0.5) * 2 * distance);
    }
    return new Labelled(values, width, labels, 2, null);
  }

  private static Labelled crossed() {
    HashedDraws draws = HashedDraws.of(6);
    float[] values = new float[ROWS * 2];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[2 * i] = (float) draws.normal(2L * i);
      values[2 * i + 1] = (float) draws.normal(2L * i + 1);
      labels[i] = values[2 * i] * values[2 * i + 1] > 0 ? 1 : 0;
    }
    return new Labelled(values, 2, labels, 2, null);
  }

  /** Pictures of 9 x 8 pixels with one bar across or down, at a drawn place. */
  private static Labelled bars() {
    int height = 9;
    int width = 8;
    HashedDraws draws = HashedDraws.of(7);
    float[] values = new float[ROWS * height * width];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
      int place = draws.below(labels[i] == 0 ? height : width, i);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean on = labels[i] == 0 ? y == place : x == place;
          int at = (i * height + y) * width + x;
          values[at] = (float) ((on ? 1 : 0) + 0.2 * draws.normal(1000 + at));
        }
      }
    }
    return new Labelled(values, height * width, labels, 2, new Labelled.Shape(height, width, 1));
  }
}
