package dev.winnow.transforms.select;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Cuts ordered rows under a floor. The driver holds the class and the place of every row, some 16
 * bytes a row while it makes the places; every executor holds the places, 4 bytes a row.
 */
final class FlooredCut {

  private final ClassFloor floor;
  private final StructType input;
  private final int width;

  /**
   * @param floor floor under every class
   * @param input schema of the first columns of the rows; the reason of a dropped row follows them
   * @param width number of these columns
   */
  FlooredCut(ClassFloor floor, StructType input, int width) {
    this.floor = floor;
    this.input = input;
    this.width = width;
  }

  /**
   * Returns the rows with rank, quantile, decision, reason and threshold.
   *
   * @param indexed rows in the order without a floor, with their index
   * @param n number of rows
   * @param kept number of rows that the cut keeps
   * @throws IllegalArgumentException for 2^31 - 8 rows or more
   */
  JavaRDD<Row> apply(JavaPairRDD<Row, Long> indexed, long n, long kept) {
    if (n > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "rows under a balance floor must be fewer than 2^31 - 8, got " + n);
    }
    int classAt = input.fieldIndex(floor.column());
    int score = input.fieldIndex(Decisions.SCORE);
    TreeSet<String> names =
        new TreeSet<>(
            indexed
                .keys()
                .filter(row -> !row.isNullAt(classAt))
                .map(row -> row.getString(classAt))
                .distinct()
                .collect());
    Map<String, Integer> codes = new HashMap<>();
    names.forEach(name -> codes.put(name, codes.size()));
    int[] classes = new int[(int) n];
    int at = 0;
    for (int[] part :
        indexed.keys().mapPartitions(part -> codesOf(part, classAt, codes)).collect()) {
      System.arraycopy(part, 0, classes, at, part.length);
      at += part.length;
    }
    int[] places = new FloorOrder(classes, codes.size(), floor.share(), floor.form()).places();

    long[] last = lastKept(classes, places, codes.size(), kept);
    boolean[] bound = boundClasses(classes, places, codes.size(), kept);
    // If no floor binds, the threshold is that of the worst kept row of all such classes.
    long plainLast = -1;
    for (int i = 0; i < classes.length; i++) {
      if (places[i] <= kept && (classes[i] < 0 || !bound[classes[i]])) {
        plainLast = i;
      }
    }
    last[codes.size()] = plainLast;
    Map<Long, Double> scores = scoresAt(indexed, score, last);
    Double[] thresholds = new Double[codes.size() + 1];
    for (int c = 0; c <= codes.size(); c++) {
      long row = c < codes.size() && bound[c] ? last[c] : plainLast;
      thresholds[c] = scores.get(row);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(indexed.context());
    Broadcast<int[]> shipped = context.broadcast(places);
    Broadcast<Map<String, Integer>> shippedCodes = context.broadcast(codes);
    int none = codes.size();
    int behind = width;
    String keptWord = Reason.KEPT.word();
    String displaced = Reason.PRUNED_BALANCE.word();
    return indexed.map(
        pair -> {
          long plainRank = pair._2() + 1;
          long rank = shipped.value()[pair._2().intValue()];
          boolean stays = rank <= kept;
          String reason =
              stays ? keptWord : plainRank <= kept ? displaced : pair._1().getString(behind);
          Row row = pair._1();
          int c = row.isNullAt(classAt) ? none : shippedCodes.value().get(row.getString(classAt));
          return Selection.ranked(row, behind, rank, n, reason, thresholds[c]);
        });
  }

  private static Iterator<int[]> codesOf(
      Iterator<Row> rows, int classAt, Map<String, Integer> codes) {
    List<Integer> found = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      found.add(row.isNullAt(classAt) ? -1 : codes.get(row.getString(classAt)));
    }
    return List.of(found.stream().mapToInt(Integer::intValue).toArray()).iterator();
  }

  /**
   * Returns the index of the last kept row of each class; -1 for none. One element more is left for
   * the classes whose floor does not bind.
   */
  private static long[] lastKept(int[] classes, int[] places, int classCount, long kept) {
    long[] last = new long[classCount + 1];
    Arrays.fill(last, -1);
    for (int i = 0; i < classes.length; i++) {
      if (places[i] <= kept) {
        if (classes[i] >= 0) {
          last[classes[i]] = i;
        }
      }
    }
    return last;
  }

  /** Returns true for classes with a kept row that the order without a floor drops. */
  private static boolean[] boundClasses(int[] classes, int[] places, int classCount, long kept) {
    boolean[] bound = new boolean[classCount];
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] >= 0 && places[i] <= kept && i >= kept) {
        bound[classes[i]] = true;
      }
    }
    return bound;
  }

  private static Map<Long, Double> scoresAt(
      JavaPairRDD<Row, Long> indexed, int score, long[] wanted) {
    Set<Long> rows = new HashSet<>();
    for (long row : wanted) {
      rows.add(row);
    }
    Map<Long, Double> scores = new HashMap<>();
    for (Tuple2<Long, Double> pair :
        indexed
            .filter(p -> rows.contains(p._2()))
            .map(p -> new Tuple2<>(p._2(), p._1().getDouble(score)))
            .collect()) {
      scores.put(pair._1(), pair._2());
    }
    return scores;
  }
}
