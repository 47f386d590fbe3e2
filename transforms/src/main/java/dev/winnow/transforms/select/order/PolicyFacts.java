package dev.winnow.transforms.select.order;

import dev.winnow.schemas.Reason;
import java.util.Objects;
import java.util.Optional;

/**
 * Facts about a policy that hold for all values of its parameters. A cut of stored ranks needs
 * them: it knows the name of the policy, and has no policy.
 *
 * @param dropped reason of a row that the policy kept and a smaller cut of its order drops
 * @param scoreOrder the policy with its order by the score alone; empty where the order depends on
 *     more
 * @param guarded true where the policy takes an outlier guard
 */
public record PolicyFacts(Reason dropped, Optional<ScoreOrder> scoreOrder, boolean guarded) {

  public PolicyFacts {
    Objects.requireNonNull(scoreOrder, "scoreOrder");
    if (!dropped.isPruned()) {
      throw new IllegalArgumentException(
          "dropped must be a reason of pruned rows, got " + dropped.word());
    }
  }

  /** Returns the facts of a policy that orders by the score alone. */
  public static PolicyFacts of(ScoreOrder order) {
    return new PolicyFacts(order.dropped(), Optional.of(order), false);
  }

  /** Returns the facts of a policy whose order depends on more than the score. */
  public static PolicyFacts of(Reason dropped) {
    return new PolicyFacts(dropped, Optional.empty(), false);
  }

  /** Returns these facts for a policy that takes an outlier guard. */
  public PolicyFacts withOutlierGuard() {
    return new PolicyFacts(dropped, scoreOrder, true);
  }
}
