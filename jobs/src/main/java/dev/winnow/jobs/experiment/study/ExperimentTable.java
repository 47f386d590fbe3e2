package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Experiments;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Proxies of a study in table {@code experiments}, which are read once and only added to. */
final class ExperimentTable {

  private final TableStore tables;
  private final String runId;
  private final String study;
  private final String metric;
  private final Map<Proxy, Trained> trained = new LinkedHashMap<>();

  /**
   * Reads the proxies of the study that are trained.
   *
   * @throws dev.winnow.jobs.exit.Failure before any training, if no proxy can be added
   */
  ExperimentTable(TableStore tables, String runId, String study, String metric) {
    this.tables = tables;
    this.runId = runId;
    this.study = study;
    this.metric = metric;
    tables.stored().requireColumns(Experiments.SPEC);
    if (tables.exists(Experiments.SPEC)) {
      for (Map<String, Object> row :
          tables.lookup().latest(Experiments.SPEC, Experiments.SPEC.columnNames())) {
        if (study.equals(row.get(Experiments.STUDY))) {
          Trained one = read(row);
          trained.put(one.proxy(), one);
        }
      }
    }
  }

  /** Returns the trained proxies. */
  Map<Proxy, Trained> trained() {
    return trained;
  }

  /**
   * Adds proxies in one commit.
   *
   * @param tokens tokens of the rows of the pool by their place; null if they are not counted
   */
  void add(List<Trained> group, StudyRows rows, long[] tokens) {
    Timestamp now = Timestamp.from(Instant.now());
    List<Row> added = new ArrayList<>();
    StringBuilder keys = new StringBuilder();
    for (Trained one : group) {
      if (trained.putIfAbsent(one.proxy(), one) == null) {
        added.add(
            row(one, tokens == null ? null : sum(tokens, rows.train(one.proxy())), rows, now));
        keys.append(one.proxy()).append('\n');
      }
    }
    if (!added.isEmpty()) {
      tables.append(
          Experiments.SPEC,
          added,
          String.join("/", Experiments.SPEC.name(), study, Hashes.sha256(keys.toString())));
    }
  }

  private static Long sum(long[] tokens, int[] places) {
    long sum = 0;
    for (int place : places) {
      sum += tokens[place];
    }
    return sum;
  }

  private Row row(Trained one, Long tokens, StudyRows rows, Timestamp now) {
    Proxy proxy = one.proxy();
    Measurement measured = one.measured();
    return RowFactory.create(
        runId,
        study,
        proxy.policy(),
        metric,
        proxy.fraction(),
        (long) proxy.pool(),
        (long) proxy.rows(),
        tokens,
        proxy.seed(),
        proxy.learner().word(),
        proxy.budgetWord(),
        measured.error(),
        measured.worstClassError(),
        measured.crossEntropy(),
        measured.calibrationError(),
        measured.temperature(),
        measured.calibratedError(),
        measured.steps(),
        measured.flops(),
        one.seconds(),
        rows.vectors().rows() - rows.pool(),
        measured.wrong().toByteArray(),
        now);
  }

  private static Trained read(Map<String, Object> row) {
    return new Trained(
        new Proxy(
            (String) row.get(Experiments.POLICY),
            (Double) row.get(Experiments.FRACTION),
            ((Long) row.get(Experiments.POOL)).intValue(),
            ((Long) row.get(Experiments.ROWS)).intValue(),
            Learner.valueOf(word(row, Experiments.LEARNER)),
            Budget.Kind.valueOf(word(row, Experiments.BUDGET)),
            (Long) row.get(Experiments.SEED)),
        new Measurement(
            (Double) row.get(Experiments.ERROR),
            (Double) row.get(Experiments.WORST_CLASS_ERROR),
            (Double) row.get(Experiments.CROSS_ENTROPY),
            (Double) row.get(Experiments.CALIBRATION_ERROR),
            (Double) row.get(Experiments.TEMPERATURE),
            (Double) row.get(Experiments.CALIBRATED_ERROR),
            (Long) row.get(Experiments.STEPS),
            (Double) row.get(Experiments.FLOPS),
            BitSet.valueOf((byte[]) row.get(Experiments.WRONG_ROWS))),
        (Double) row.get(Experiments.SECONDS));
  }

  private static String word(Map<String, Object> row, String column) {
    return ((String) row.get(column)).toUpperCase(Locale.ROOT);
  }
}
