package dev.winnow.jobs.report.read;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Inputs;
import dev.winnow.schemas.Quarantine;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Account of the input and its refused rows. Starts no Spark job where the logs name the files. */
public final class InputFacts {

  /** Columns of a sum over files. */
  public static final int FILES = 0;

  public static final int BYTES = 1;
  public static final int ROWS = 2;
  public static final int ACCEPTED = 3;
  public static final int REFUSED = 4;
  private static final int SUMS = 5;

  /**
   * Returns sums over the files, by the reason why they were not read; {@code ""} for read ones.
   */
  public static Map<String, long[]> files(ReleaseTables tables) {
    Map<String, long[]> all = new TreeMap<>();
    for (Map<String, long[]> some :
        tables.scan(
            Inputs.SPEC,
            List.of(Inputs.PASSED_OVER, Inputs.BYTES, Inputs.ROWS, Inputs.ACCEPTED, Inputs.REFUSED),
            () -> new TreeMap<String, long[]>(),
            InputFacts::add)) {
      some.forEach(
          (reason, counts) -> {
            long[] sum = all.computeIfAbsent(reason, none -> new long[SUMS]);
            for (int i = 0; i < SUMS; i++) {
              sum[i] += counts[i];
            }
          });
    }
    return all;
  }

  private static void add(Map<String, long[]> sums, Map<String, Object> row) {
    String reason = (String) row.get(Inputs.PASSED_OVER);
    long[] sum = sums.computeIfAbsent(reason == null ? "" : reason, none -> new long[SUMS]);
    sum[FILES]++;
    sum[BYTES] += (Long) row.get(Inputs.BYTES);
    sum[ROWS] += row.get(Inputs.ROWS) == null ? 0 : (Long) row.get(Inputs.ROWS);
    sum[ACCEPTED] += (Long) row.get(Inputs.ACCEPTED);
    sum[REFUSED] += (Long) row.get(Inputs.REFUSED);
  }

  /** A refused row. */
  public record Refused(String id, String source, String stage, String message)
      implements Comparable<Refused>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public int compareTo(Refused other) {
      return id.compareTo(other.id);
    }
  }

  /**
   * Refused rows of a code.
   *
   * @param first those with the lowest ids
   */
  public record Code(long rows, List<Refused> first) {}

  private static final class Collected {
    private long rows;
    private final Lowest<Refused> first;

    Collected(int most) {
      first = new Lowest<>(most);
    }
  }

  /**
   * Returns the refused rows, by code.
   *
   * @param most rows to return of each
   */
  public static Map<String, Code> refused(ReleaseTables tables, int most) {
    Map<String, Collected> all = new TreeMap<>();
    for (Map<String, Collected> some :
        tables.scan(
            Quarantine.SPEC,
            List.of(
                Examples.ID, Examples.SOURCE, Decisions.STAGE, Quarantine.CODE, Quarantine.MESSAGE),
            () -> new TreeMap<String, Collected>(),
            (sums, row) -> {
              Collected code =
                  sums.computeIfAbsent(
                      (String) row.get(Quarantine.CODE), none -> new Collected(most));
              code.rows++;
              code.first.add(
                  new Refused(
                      (String) row.get(Examples.ID),
                      (String) row.get(Examples.SOURCE),
                      (String) row.get(Decisions.STAGE),
                      (String) row.get(Quarantine.MESSAGE)));
            })) {
      some.forEach(
          (code, found) -> {
            Collected sum = all.computeIfAbsent(code, none -> new Collected(most));
            sum.rows += found.rows;
            sum.first.addAll(found.first);
          });
    }
    Map<String, Code> codes = new TreeMap<>();
    all.forEach((code, found) -> codes.put(code, new Code(found.rows, found.first.items())));
    return codes;
  }

  private InputFacts() {}
}
