package dev.winnow.transforms.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import scala.Function1;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * SQL functions of Winnow in a Spark session, by the setting {@code
 * spark.sql.extensions=dev.winnow.transforms.sql.WinnowExtensions}, or by {@code withExtensions} of
 * the session's builder:
 *
 * <ul>
 *   <li>{@code winnow_nearest_prototype(embedding, prototypes)}, the most similar of an array of
 *       prototypes and the cosine distance to it;
 *   <li>{@code winnow_hardness(embedding, prototype)}, the cosine distance to a prototype.
 * </ul>
 *
 * <p>Both give the bits of table {@code scores}. {@code DESCRIBE FUNCTION EXTENDED} prints their
 * usage. A query fails at its analysis on a wrong number or type of arguments.
 */
public final class WinnowExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** Adds the functions to those of a session that is about to be made. */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    inject(
        extensions,
        NearestPrototype.class,
        NearestPrototype.NAME,
        "_FUNC_(embedding, prototypes) - Returns the most similar prototype, as struct<cluster_id"
            + " int, cosine_dist_to_cent double>. prototypes is an array<struct<cluster_id int,"
            + " prototype array<float>>>; of equally similar ones the lowest cluster_id is"
            + " returned.",
        types -> new NearestPrototype(types.get(1).dataType()));
    inject(
        extensions,
        Hardness.class,
        Hardness.NAME,
        "_FUNC_(embedding, prototype) - Returns the cosine distance to a prototype, from 0 to 2, as"
            + " a double. Higher is harder.",
        types -> new Hardness());
    return BoxedUnit.UNIT;
  }

  // Scala 2.12 and 2.13 give the function different types of sequences, so its type is left raw.
  @SuppressWarnings({"rawtypes", "unchecked"})
  private static void inject(
      SparkSessionExtensions extensions,
      Class<?> type,
      String name,
      String usage,
      Function<List<Expression>, ScalarFunction<?>> made) {
    Function1 builder = arguments -> call(name, ((Seq<Expression>) arguments).toList(), made);
    extensions.injectFunction(
        new Tuple3(
            new FunctionIdentifier(name),
            new ExpressionInfo(type.getName(), null, name, usage, "", "", "", "", "", "", ""),
            builder));
  }

  /**
   * Returns the call of a function.
   *
   * @param arguments resolved; an immutable list on every Scala
   */
  private static Expression call(
      String name,
      scala.collection.immutable.List<Expression> arguments,
      Function<List<Expression>, ScalarFunction<?>> made) {
    if (arguments.size() != 2) {
      throw new IllegalArgumentException(
          name + " takes 2 arguments, got " + arguments.size() + "; DESCRIBE FUNCTION " + name);
    }
    return new ApplyFunctionExpression(
        made.apply(List.of(arguments.apply(0), arguments.apply(1))), arguments);
  }
}
