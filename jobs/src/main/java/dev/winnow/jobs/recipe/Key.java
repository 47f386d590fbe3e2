package dev.winnow.jobs.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What validation, defaults and the JSON Schema know of a recipe key, beside its Java type. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

  /** One sentence for the schema. */
  String value();

  /** Value of an absent key, as YAML; empty for none. */
  String byDefault() default "";

  boolean required() default false;

  double min() default Double.NEGATIVE_INFINITY;

  double max() default Double.POSITIVE_INFINITY;

  /** Whether {@link #min} itself is refused. */
  boolean aboveMin() default false;

  /** Regular expression that a string must match as a whole; empty for any. */
  String pattern() default "";

  /** A word that stands for null, such as auto; empty for none. */
  String word() default "";
}
