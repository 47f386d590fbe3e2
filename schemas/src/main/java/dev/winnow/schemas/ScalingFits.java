package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code scaling_fits}: the laws that were fitted to the proxies of a study. */
public final class ScalingFits {

  public static final TableSpec SPEC =
      new TableSpec(
          "scaling_fits",
          "One row per curve of a study and form of the law",
          List.of(
              Column.required(
                  Experiments.STUDY,
                  StringType,
                  "Key, with policy, fraction, learner, budget and form: the study"),
              Column.required(
                  Experiments.POLICY,
                  StringType,
                  "Policy of the curve; POLICY-envelope is the lowest error of all its fractions"),
              Column.optional(
                  Experiments.FRACTION,
                  DoubleType,
                  "Kept share of the pools of the curve; null for an envelope, and for random,"
                      + " whose fractions are one curve"),
              Column.required(Experiments.LEARNER, StringType, "Proxy that was trained"),
              Column.required(Experiments.BUDGET, StringType, "epochs or steps"),
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

  private ScalingFits() {}
}
