package dev.winnow.jobs.stage;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.kernel.UnitVector;

/** Vector that a user gives in a file or a table, such as a prototype or a held-out vector. */
public final class GivenVector {

  /** Code of a vector that is null or holds a null. */
  public static final String NULL = "null_vector";

  /** Code of a vector of another length than the embeddings of the run. */
  public static final String WRONG_DIMENSION = "wrong_dimension";

  /**
   * Returns the vector at unit length.
   *
   * @param key key of the recipe that names the location
   * @param row number or id of the row in the location
   * @throws Failure with {@link ExitCode#DATA} for a vector that has no unit length; see {@link
   *     UnitVector}
   */
  public static float[] unit(float[] vector, String key, Object row, String location) {
    UnitVector unit = UnitVector.of(vector);
    if (unit.code() != null) {
      throw refusal(unit.code(), unit.fault(), key, row, location);
    }
    return unit.vector();
  }

  /**
   * Returns the failure of a vector that cannot be used.
   *
   * @param code code of the cause
   * @param fault value that is at fault, in words
   */
  public static Failure refusal(
      String code, String fault, String key, Object row, String location) {
    return new Failure(
        ExitCode.DATA,
        key
            + " must hold finite vectors other than zero, row "
            + row
            + " of "
            + location
            + " is refused as "
            + code
            + ", it has "
            + fault
            + "; remove the row or compute its vector again");
  }

  private GivenVector() {}
}
