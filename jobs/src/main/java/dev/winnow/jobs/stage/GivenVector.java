package dev.winnow.jobs.stage;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.kernel.UnitVector;

/** Vector that a user gives in a file or a table, such as a prototype or a held-out vector. */
public final class GivenVector {

  /**
   * Returns the vector at unit length.
   *
   * @param key key of the recipe that names the location
   * @param row number of the row in the location, from 0
   * @throws Failure with {@link ExitCode#DATA} for a vector that is zero or not finite
   */
  public static float[] unit(float[] vector, String key, int row, String location) {
    UnitVector unit = UnitVector.of(vector);
    if (unit.code() != null) {
      throw new Failure(
          ExitCode.DATA,
          key
              + " must hold finite vectors other than zero, row "
              + row
              + " of "
              + location
              + " is a "
              + unit.code().replace('_', ' '));
    }
    return unit.vector();
  }

  private GivenVector() {}
}
