/**
 * Scaling laws fitted to losses of training runs: power laws with and without a floor, in one and
 * two sizes, and the forms that compete with them; intervals by bootstrap, and the error on sizes
 * that a fit has not seen. Plain Java on arrays, without Spark.
 *
 * <p>Start with {@link dev.winnow.transforms.experiment.fit.CurveStudy}. May import {@code
 * transforms.experiment}.
 */
package dev.winnow.transforms.experiment.fit;
