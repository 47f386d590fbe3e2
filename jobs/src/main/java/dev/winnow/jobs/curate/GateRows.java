package dev.winnow.jobs.curate;

import dev.winnow.jobs.run.Done;
import java.util.List;

/**
 * Rows behind the refusal of a gate, as lines below its message: their number by code or reason,
 * one example of each, and the command that explains the example.
 */
interface GateRows {

  /** Returns the refused rows by code. */
  List<String> quarantined(Done done);

  /** Returns the dropped duplicates by kind and rule. */
  List<String> duplicates(Done done);

  /** Returns the examples that duplicate a held-out one, by rule. */
  List<String> leaks(Done done);

  /** Returns the rows by the reason of their decision. */
  List<String> decisions(Done done);
}
