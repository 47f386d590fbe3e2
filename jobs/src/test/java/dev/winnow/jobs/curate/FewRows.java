package dev.winnow.jobs.curate;

import dev.winnow.jobs.run.Done;
import java.util.List;

/** Rows of a gate without tables: the name of the table stands for them. */
record FewRows() implements GateRows {

  @Override
  public List<String> quarantined(Done done) {
    return List.of("quarantined");
  }

  @Override
  public List<String> duplicates(Done done) {
    return List.of("duplicates");
  }

  @Override
  public List<String> leaks(Done done) {
    return List.of("leaks");
  }

  @Override
  public List<String> decisions(Done done) {
    return List.of("decisions");
  }
}
