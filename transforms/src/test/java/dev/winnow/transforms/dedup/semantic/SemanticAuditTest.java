package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SemanticAuditTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(4, 12, 3);
  private static final SemanticOptions OPTIONS =
      new SemanticOptions(0.06, Rule.REFERENCE, WhichToKeep.HARD, 7, 0);

  private static SemanticAudit audit(SemanticOptions options, List<Point> points, int auditRows) {
    Dataset<Row> rows = Point.dataset(points, 3);
    try (SemanticDuplicates duplicates = new SemanticDuplicates(options, rows)) {
      return SemanticAudit.audit(options, rows, duplicates.duplicates(), auditRows);
    }
  }

  /** Audits all rows, so that the figures are those of all pairs. */
  @Test
  void measuresTheRecallThatClustersCost() {
    List<Point> points = Point.walks(200, PROTOTYPES, 0.25, 11);
    List<Point> order = new ArrayList<>(points);
    order.sort(Comparator.comparingDouble((Point p) -> -p.distance()).thenComparing(Point::id));
    Set<String> dropped =
        new BruteForce(points, 0.06, PROTOTYPES, 0)
            .dropped(Rule.REFERENCE).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toSet());
    long duplicates = 0;
    long across = 0;
    for (int i = 0; i < order.size(); i++) {
      int best = -1;
      for (int j = 0; j < i; j++) {
        float dot = order.get(i).dot(order.get(j));
        best =
            Math.min(1f, dot) > 0.94 && (best < 0 || dot > order.get(i).dot(order.get(best)))
                ? j
                : best;
      }
      if (best >= 0) {
        duplicates++;
        boolean missed = !dropped.contains(order.get(i).id());
        across += missed && order.get(best).cluster() != order.get(i).cluster() ? 1 : 0;
      }
    }
    assertTrue(across > 0, "no duplicate lies across two clusters");
    SemanticAudit audit = audit(OPTIONS, points, 1000);
    assertEquals(new SemanticAudit(200, duplicates, dropped.size(), across), audit);
    assertEquals((double) dropped.size() / duplicates, audit.recall());
    assertEquals(1, audit.missesAcrossClusters());
  }

  @Test
  void aSampleOfTheRandomOrderHasRowsBeforeIt() {
    SemanticOptions random = new SemanticOptions(0.06, Rule.REFERENCE, WhichToKeep.RANDOM, 7, 0);
    SemanticAudit audit = audit(random, Point.walks(200, PROTOTYPES, 0.25, 11), 30);
    assertEquals(30, audit.audited());
    assertTrue(audit.duplicates() > 3, audit.toString());
    assertTrue(audit.recall() > 0.5, audit.toString());
  }

  @Test
  void rowsWithoutDuplicatesHaveFullRecall() {
    List<Point> points = List.of(Point.atAngle("a", 0), Point.atAngle("b", 90));
    SemanticAudit audit = audit(OPTIONS, points, 10);
    assertEquals(new SemanticAudit(2, 0, 0, 0), audit);
    assertEquals(1, audit.recall());
    assertEquals(0, audit.missesAcrossClusters());
  }

  @Test
  void rejectsAnAuditOfNoRow() {
    assertEquals(
        "auditRows must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> audit(OPTIONS, List.of(), 0))
            .getMessage());
  }
}
