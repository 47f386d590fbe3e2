package dev.winnow.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.Iterator;

/** The contracts of all tables are sound by themselves, without a table. */
class TableContractsTest {

  static Stream<TableSpec> tables() {
    TableSpec wideScores =
        Scores.of(
            List.of("left", "right"),
            List.of(
                "supervised_prototype",
                "density",
                "el2n",
                "forgetting",
                "margin",
                "confidence",
                "random"));
    return Stream.concat(
        Tables.ALL.stream(),
        Stream.of(
            Controls.SPEC, Experiments.SPEC, Experiments.FITS, Prototypes.of("left"), wideScores));
  }

  /** Names of the columns that an expression reads. */
  private static Set<String> columns(Expression expression) {
    Set<String> names = new TreeSet<>();
    if (expression instanceof UnresolvedAttribute column) {
      names.add(column.name());
    }
    for (Iterator<Expression> i = expression.children().iterator(); i.hasNext(); ) {
      names.addAll(columns(i.next()));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyRuleIsSqlOverTheColumnsOfItsTable(TableSpec table) {
    Set<String> own = Set.of(table.columnNames());
    for (RowRule rule : table.rules()) {
      Set<String> read = columns(new CatalystSqlParser().parseExpression(rule.condition()));
      assertTrue(
          !read.isEmpty() && own.containsAll(read),
          table.name() + "." + rule.name() + " reads " + read);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void namesOfRulesAreDistinctAndTheKeyIsNeverNull(TableSpec table) {
    List<String> names = table.rules().stream().map(RowRule::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size(), names.toString());
    assertTrue(!table.columns().get(0).nullable(), table.name());
    assertTrue(
        table.columns().get(0).comment().startsWith("Key"), table.columns().get(0).comment());
  }

  @Test
  void namesOfTablesAreDistinct() {
    List<String> names = Tables.ALL.stream().map(TableSpec::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size(), names.toString());
  }

  @Test
  void aSparkSchemaHasTheColumnsWithTheirComments() {
    TableSpec table = Quarantine.SPEC;
    assertEquals(List.of(table.columnNames()), Arrays.asList(table.schema().fieldNames()));
    for (Column column : table.columns()) {
      assertEquals(column.comment(), table.schema().apply(column.name()).getComment().get());
      assertEquals(column.nullable(), table.schema().apply(column.name()).nullable());
    }
  }

  @Test
  void aTableHasNoTwoColumnsOfOneName() {
    Column id = Column.required("id", DataTypes.StringType, "Key");
    assertEquals(
        "columns of table twice must have distinct names",
        assertThrows(
                IllegalArgumentException.class,
                () -> new TableSpec("twice", "One row", List.of(id, id), List.of()))
            .getMessage());
  }

  @Test
  void aMetricWithoutAColumnIsRefused() {
    assertEquals(
        "metric has no column in scores: loss",
        assertThrows(IllegalArgumentException.class, () -> Scores.of(List.of(), List.of("loss")))
            .getMessage());
  }
}
