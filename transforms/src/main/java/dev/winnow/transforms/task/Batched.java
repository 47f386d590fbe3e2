package dev.winnow.transforms.task;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Results of the input of a task, made batch by batch when they are requested. A batch may have any
 * number of results, also none, so that this serves for filters, groups and matrix products alike.
 *
 * @param <I> input, not null
 * @param <O> result
 */
public abstract class Batched<I, O> implements Iterator<O> {

  private final LookAhead<I> in;
  private Iterator<O> ready = Collections.emptyIterator();
  private boolean ended;

  protected Batched(Iterator<I> in) {
    this.in = new LookAhead<>(in);
  }

  /** Returns one result for each input. */
  public static <I, O> Iterator<O> map(Iterator<I> in, Function<? super I, ? extends O> function) {
    return new Batched<I, O>(in) {
      @Override
      protected Iterator<O> next(LookAhead<I> rows) {
        return Collections.<O>singleton(function.apply(rows.next())).iterator();
      }
    };
  }

  /**
   * Returns the results of the next inputs.
   *
   * @param in has at least one element; this method takes one or more of them
   */
  protected abstract Iterator<O> next(LookAhead<I> in);

  /**
   * Returns the results that follow the last input; by default there are none. Called once, when
   * all results before were taken, so that it may also close what the task has opened.
   */
  protected Iterator<O> end() {
    return Collections.emptyIterator();
  }

  @Override
  public final boolean hasNext() {
    while (!ready.hasNext() && !ended) {
      if (in.hasNext()) {
        long taken = in.taken();
        ready = next(in);
        if (in.taken() == taken) {
          // Without this check, a batch that takes no input would be requested again forever.
          throw new IllegalStateException(
              getClass().getName() + " must take an input for each batch, took none");
        }
      } else {
        ended = true;
        ready = end();
      }
    }
    return ready.hasNext();
  }

  @Override
  public final O next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.next();
  }
}
