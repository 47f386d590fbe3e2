package dev.winnow.jobs.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Description, default and range of a recipe key, for validation and the JSON Schema. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

  /** Description in the schema. */
  String value();

  /** Default value, as YAML; empty for none. */
  String byDefault() default "";

  boolean required() default false;

  /** Returns true if a list may hold no value. */
  boolean mayBeEmpty() default false;

  double min() default Double.NEGATIVE_INFINITY;

  double max() default Double.POSITIVE_INFINITY;

  /** Returns true if {@link #min} itself is refused. */
  boolean aboveMin() default false;

  /** Pattern of a value that is one character, which may be blank. */
  String ONE_CHARACTER = "(?s).";

  /** Regular expression that a whole string must match; empty for any string. */
  String pattern() default "";

  /**
   * Returns true for the path or URI of a file, a folder or a table, in which {@code ~/} is home.
   */
  boolean path() default false;

  /** Word for null, such as auto; empty for none. */
  String word() default "";
}
