package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;

/**
 * Contract of table {@code experiments}: the proxies that were trained on subsets of a run, and
 * what they measured. Rows are only appended.
 */
public final class Experiments {

  public static final String STUDY = "study";
  public static final String POLICY = "policy";
  public static final String FRACTION = "fraction";
  public static final String POOL = "pool";
  public static final String ROWS = "rows";
  public static final String TOKENS = "tokens";
  public static final String SEED = "seed";
  public static final String LEARNER = "learner";
  public static final String BUDGET = "budget";
  public static final String ERROR = "error";
  public static final String WORST_CLASS_ERROR = "worst_class_error";
  public static final String CROSS_ENTROPY = "cross_entropy";
  public static final String CALIBRATION_ERROR = "calibration_error";
  public static final String TEMPERATURE = "temperature";
  public static final String CALIBRATED_ERROR = "calibrated_error";
  public static final String STEPS = "steps";
  public static final String FLOPS = "flops";
  public static final String SECONDS = "seconds";
  public static final String TEST_ROWS = "test_rows";
  public static final String WRONG_ROWS = "wrong_rows";

  public static final TableSpec SPEC =
      new TableSpec(
          "experiments",
          "One row per trained proxy",
          List.of(
              Column.required(
                  "run_id",
                  StringType,
                  "Key, with study, policy, fraction, pool, seed, learner and budget: run whose"
                      + " rows were trained on"),
              Column.required(
                  STUDY,
                  StringType,
                  "Hash of the tables and of the settings that all proxies of the study share"),
              Column.required(
                  POLICY,
                  StringType,
                  "Policy that chose the training rows; random is the control, all is the whole"
                      + " pool"),
              Column.required(Decisions.METRIC, StringType, "Metric that ranked the rows"),
              Column.required(FRACTION, DoubleType, "Share of the pool that was kept, in (0, 1]"),
              Column.required(POOL, LongType, "Rows of the pool that the policy chose from"),
              Column.required(ROWS, LongType, "Training rows"),
              Column.optional(
                  TOKENS,
                  LongType,
                  "Tokens of the training rows; null where table examples counts none"),
              Column.required(
                  SEED,
                  LongType,
                  "Seed of the first weights, of the order of the rows and of random"),
              Column.required(LEARNER, StringType, "Proxy that was trained"),
              Column.required(
                  BUDGET,
                  StringType,
                  "epochs: equal passes over the training rows; steps: as many steps as the whole"
                      + " pool takes. all has epochs, where both are equal"),
              Column.required(ERROR, DoubleType, "Share of wrong test rows, in [0, 1]"),
              Column.required(
                  WORST_CLASS_ERROR, DoubleType, "Largest error among the classes, in [0, 1]"),
              Column.required(
                  CROSS_ENTROPY,
                  DoubleType,
                  "Mean negative logarithm of the probability of the true class, in nats"),
              Column.required(
                  CALIBRATION_ERROR,
                  DoubleType,
                  "Expected calibration error in 15 bins of equal width, in [0, 1]"),
              Column.required(
                  TEMPERATURE,
                  DoubleType,
                  "Divisor of the logits with the lowest cross-entropy of the test rows"),
              Column.required(
                  CALIBRATED_ERROR,
                  DoubleType,
                  "Expected calibration error at that temperature, in [0, 1]"),
              Column.required(STEPS, LongType, "Steps of the optimiser"),
              Column.required(FLOPS, DoubleType, "Floating-point operations of the training"),
              Column.required(SECONDS, DoubleType, "Time of training and test in seconds"),
              Column.required(TEST_ROWS, IntegerType, "Test rows, equal for all rows of a study"),
              Column.required(
                  WRONG_ROWS,
                  BinaryType,
                  "Bits of the test rows in their order, the lowest of each byte first: 1 for a"
                      + " wrong prediction; zero bytes at the end are left out"),
              Column.required("created", TimestampType, "Time at which the row was written")),
          List.of(
              new RowRule("fraction_in_range", "fraction > 0 AND fraction <= 1"),
              new RowRule("rows_are_of_the_pool", "rows >= 1 AND rows <= pool"),
              new RowRule("error_in_range", "error >= 0 AND error <= 1"),
              new RowRule("budget_is_known", "budget IN ('epochs', 'steps')")));

  /**
   * Contract of table {@code scaling_fits}: the laws that were fitted to the proxies of a study.
   */
  public static final TableSpec FITS =
      new TableSpec(
          "scaling_fits",
          "One row per curve of a study and form of the law",
          List.of(
              Column.required(
                  STUDY,
                  StringType,
                  "Key, with policy, fraction, learner, budget and form: the study"),
              Column.required(
                  POLICY,
                  StringType,
                  "Policy of the curve; POLICY-envelope is the lowest error of all its fractions"),
              Column.optional(
                  FRACTION,
                  DoubleType,
                  "Kept share of the pools of the curve; null for an envelope, and for random,"
                      + " whose fractions are one curve"),
              Column.required(LEARNER, StringType, "Proxy that was trained"),
              Column.required(BUDGET, StringType, "epochs or steps"),
              Column.required(
                  "form", StringType, "Form of the law, as winnow fit names it; all if refused"),
              Column.optional("formula", StringType, "Formula over the kept rows D"),
              Column.required(
                  "chosen",
                  BooleanType,
                  "True for the form with the lowest criterion of Akaike for few rows"),
              Column.optional("coefficients", StringType, "Coefficients by name, as JSON"),
              Column.optional(
                  "intervals",
                  StringType,
                  "Low and high end of the 95% interval of each coefficient, as JSON; null where"
                      + " the form was only compared"),
              Column.optional("objective", DoubleType, "Sum of the Huber terms of the fit"),
              Column.optional("criterion", DoubleType, "Akaike's criterion; lower is better"),
              Column.optional(
                  "held_out_error",
                  DoubleType,
                  "Root mean square log error at the largest sizes, of a fit that has not seen"
                      + " them; null if no size could be held out"),
              Column.optional(
                  "last_value_error",
                  DoubleType,
                  "The same error of the forecast that nothing changes beyond the sizes seen"),
              Column.required("points", IntegerType, "Proxies of the curve"),
              Column.optional(
                  "refused", StringType, "Reason why the curve can't support a law; else null")),
          List.of(
              new RowRule("refused_or_fitted", "(refused IS NULL) = (coefficients IS NOT NULL)"),
              new RowRule("budget_is_known", "budget IN ('epochs', 'steps')")));

  private Experiments() {}
}
