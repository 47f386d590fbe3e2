package dev.winnow.transforms.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class BatchedTest {

  /** Returns the sums of up to two numbers each. */
  private static final class Pairs extends Batched<Integer, Integer> {

    Pairs(Integer... numbers) {
      super(List.of(numbers).iterator());
    }

    @Override
    protected Iterator<Integer> next(LookAhead<Integer> in) {
      int sum = in.take(2).stream().mapToInt(Integer::intValue).sum();
      return List.of(sum).iterator();
    }
  }

  /** Returns the even numbers, and at the end the count of the odd ones. */
  private static final class EvenNumbers extends Batched<Integer, String> {

    private int odd;

    EvenNumbers(Integer... numbers) {
      super(List.of(numbers).iterator());
    }

    @Override
    protected Iterator<String> next(LookAhead<Integer> in) {
      int number = in.next();
      if (number % 2 == 0) {
        return List.of("" + number).iterator();
      }
      odd++;
      return Collections.emptyIterator();
    }

    @Override
    protected Iterator<String> end() {
      return List.of(odd + " odd").iterator();
    }
  }

  private static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  @Test
  void batchesAreFullExceptTheLast() {
    assertEquals(List.of(3, 7, 5), all(new Pairs(1, 2, 3, 4, 5)));
  }

  @Test
  void noInputHasNoResults() {
    assertEquals(List.of(), all(new Pairs()));
  }

  @Test
  void batchesWithoutResultsAreSkipped() {
    assertEquals(List.of("4", "6", "4 odd"), all(new EvenNumbers(1, 3, 4, 5, 6, 7)));
  }

  @Test
  void resultsOfTheEndFollowAlsoNoInput() {
    assertEquals(List.of("0 odd"), all(new EvenNumbers()));
  }

  @Test
  void askingTwiceTakesNothing() {
    Pairs pairs = new Pairs(1, 2);

    assertTrue(pairs.hasNext());
    assertTrue(pairs.hasNext());
    assertEquals(3, pairs.next());
    assertFalse(pairs.hasNext());
  }

  @Test
  void nextAfterTheLastResultIsRefused() {
    Pairs pairs = new Pairs(1);
    pairs.next();

    Exception e = assertThrows(NoSuchElementException.class, pairs::next);
    assertEquals("no more rows", e.getMessage());
  }

  @Test
  void aBatchThatTakesNoInputFailsInsteadOfRunningForever() {
    Iterator<Integer> stuck =
        new Batched<Integer, Integer>(List.of(1).iterator()) {
          @Override
          protected Iterator<Integer> next(LookAhead<Integer> in) {
            return Collections.emptyIterator();
          }
        };

    Exception e = assertThrows(IllegalStateException.class, stuck::hasNext);
    assertTrue(
        e.getMessage().endsWith("must take an input for each batch, took none"), e.getMessage());
  }

  @Test
  void mapGivesOneResultForEachInput() {
    assertEquals(
        List.of("row 1", "row 2", "row 3"),
        all(Batched.map(List.of(1, 2, 3).iterator(), i -> "row " + i)));
  }

  @Test
  void lookingAheadTakesNothing() {
    LookAhead<String> words = new LookAhead<>(List.of("aa", "ab", "ba").iterator());

    assertEquals("aa", words.peek());
    assertEquals(List.of("aa", "ab"), words.take(9, word -> word.startsWith("a")));
    assertEquals("ba", words.next());
    assertNull(words.peek());
    assertThrows(NoSuchElementException.class, words::next);
  }
}
