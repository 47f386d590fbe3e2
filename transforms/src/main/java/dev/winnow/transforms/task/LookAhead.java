package dev.winnow.transforms.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * Iterator whose next element can be looked at before it is taken. It reads the underlying iterator
 * no further than that element. Elements are not null.
 */
public final class LookAhead<T> implements Iterator<T> {

  private final Iterator<T> elements;
  private T next;
  private long taken;

  public LookAhead(Iterator<T> elements) {
    this.elements = elements;
  }

  /** Returns the next element and leaves it in place; null at the end. */
  public T peek() {
    if (next == null && elements.hasNext()) {
      next = elements.next();
    }
    return next;
  }

  @Override
  public boolean hasNext() {
    return next != null || elements.hasNext();
  }

  @Override
  public T next() {
    T element = peek();
    if (element == null) {
      throw new NoSuchElementException("no more elements");
    }
    next = null;
    taken++;
    return element;
  }

  /** Takes the next elements, at most {@code most}. */
  public List<T> take(int most) {
    return take(most, element -> true);
  }

  /** Takes elements until one does not belong to them, at most {@code most}. */
  public List<T> take(int most, Predicate<? super T> belongs) {
    List<T> elements = new ArrayList<>();
    while (elements.size() < most && hasNext() && belongs.test(peek())) {
      elements.add(next());
    }
    return elements;
  }

  /** Returns the number of elements taken so far. */
  long taken() {
    return taken;
  }
}
