package dev.winnow.schemas;

/**
 * Condition that every row of a table meets; the table refuses an append that breaks it.
 *
 * @param name lower snake case, unique in its table
 * @param condition deterministic SQL expression over the columns of one row; a null result passes
 *     in some engines, so a rule on a nullable column names the null case
 */
public record RowRule(String name, String condition) {

  public RowRule {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("name must be lower snake case, got " + name);
    }
    if (condition.isBlank()) {
      throw new IllegalArgumentException("condition of rule " + name + " must not be blank");
    }
  }
}
