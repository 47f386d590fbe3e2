package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.run.DedupEvidence.Loss;
import dev.winnow.jobs.run.DedupFacts;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.PruneFacts;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gates on the rows that deduplication drops and that a release keeps. */
class DuplicatesGateTest {

  private static Dedup dedup(String settings) {
    return new RecipeLoader(name -> null)
        .load(
            "test.yaml",
            """
            apiVersion: winnow/v1
            name: gates
            warehouse: /tables
            input: {format: jsonl, path: /in.jsonl, id: id, content: text}
            embed: {encoder: tfidf-svd}
            dedup: %s
            """
                .formatted(settings),
            List.of())
        .get(0)
        .recipe()
        .dedup();
  }

  private static Done done(long duplicates, Long leaks, Loss... losses) {
    Done done = new Done();
    done.add(
        Stage.EMBED,
        new StageResult<>(Map.of("embeddings", 0L), 1000, new EmbedFacts(List.of(), 0, Map.of())));
    DedupEvidence evidence = new DedupEvidence(null, null, null, 0, 0, List.of(losses));
    done.add(
        Stage.DEDUP,
        new StageResult<>(
            Map.of(), duplicates, new DedupFacts(null, null, null, null, Map.of(), evidence)));
    if (leaks != null) {
      done.add(
          Stage.SEMANTIC,
          new StageResult<>(
              Map.of(),
              duplicates + leaks,
              new SemanticFacts(
                  null,
                  null,
                  null,
                  null,
                  null,
                  Map.of(),
                  null,
                  leaks,
                  List.of("vectors"),
                  evidence)));
    }
    return done;
  }

  /** Returns the message and the details in one text. */
  private static String refusal(String dedup, Done done) {
    DuplicatesGate gate = new DuplicatesGate(dedup(dedup), "/tables/gates", new FewRows());
    Failure failure = assertThrows(Failure.class, () -> gate.check(done));
    assertEquals(ExitCode.DATA, failure.exitCode());
    return failure.getMessage() + failure.details();
  }

  private static void assertPasses(String dedup, Done done) {
    assertDoesNotThrow(
        () -> new DuplicatesGate(dedup(dedup), "/tables/gates", new FewRows()).check(done));
  }

  @Test
  void moreDuplicatesThanTheShareStopTheRun() {
    assertPasses("{max_duplicates: 0.3}", done(300, null));
    assertEquals(
        "share of duplicates must be at most dedup.max_duplicates 0.3, got 301 of 1,000 rows;"
            + " nothing was published; remove the copies from the input, or raise"
            + " dedup.max_duplicates; the rows are in /tables/gates/duplicates[duplicates]",
        refusal("{max_duplicates: 0.3}", done(301, null)));
  }

  @Test
  void leaksHaveAShareOfTheirOwn() {
    String dedup = "{max_duplicates: 0.3, exclude: {path: /held, max_leaks: 0.1}}";
    assertPasses(dedup, done(300, 100L));
    assertEquals(
        "share of examples that duplicate a held-out one must be at most dedup.exclude.max_leaks"
            + " 0.1, got 101 of 1,000 rows; nothing was published; choose other"
            + " held-out examples, or raise dedup.exclude.max_leaks; the rows are in"
            + " /tables/gates/evaluation_leaks[leaks]",
        refusal(dedup, done(300, 101L)));
  }

  @Test
  void aWipeOutIsNamedAndStopsTheRunOnlyIfTheRecipeSaysSo() {
    Done done = done(61, null, new Loss("label", "dog", 100, 61));
    assertEquals(List.of("label dog loses 61 of 100 rows as duplicates"), named("{}", done));
    assertPasses("{}", done);
    assertEquals(
        "no file, folder, label or group may lose more of its rows than dedup.max_dropped_share"
            + " 0.5 as dedup.on_wipe_out is fail; nothing was published; look at table duplicates,"
            + " then raise dedup.max_dropped_share or set dedup.on_wipe_out: warn[label dog loses"
            + " 61 of 100 rows as duplicates, duplicates]",
        refusal("{on_wipe_out: fail}", done));
  }

  private static List<String> named(String dedup, Done done) {
    return WipeOuts.of(done, dedup(dedup));
  }

  @Test
  void aLossUpToTheShareOrOfFewRowsIsNone() {
    assertEquals(List.of(), named("{}", done(50, null, new Loss("label", "dog", 100, 50))));
    assertEquals(
        List.of(),
        named("{max_dropped_share: 0.7}", done(61, null, new Loss("label", "dog", 100, 61))));
  }

  @Test
  void aGroupOfMoreThanAHundredthOfTheRowsIsAWipeOut() {
    Done done = done(19, null, new Loss("group", "a", 11, 10), new Loss("group", "b", 10, 9));
    assertEquals(
        List.of("the group of a loses 10 of 11 rows as duplicates; it is 1.1% of all rows"),
        named("{}", done));
  }

  @Test
  void ofManyWipeOutsOfAKindTheFirstAreNamed() {
    Loss[] losses = new Loss[8];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = new Loss("file", "f" + i, 100, 90);
    }
    List<String> named = named("{}", done(720, null, losses));
    assertEquals(6, named.size());
    assertEquals("more of kind file lose as much; table runs names them", named.get(5));
  }

  @Test
  void aReleaseOfTooFewRowsStopsTheRun() {
    Done done = done(0, null);
    done.add(
        Stage.PRUNE,
        new StageResult<>(Map.of(), 1000, new PruneFacts(Map.of(), Map.of(), 0, null, 0L, null)));
    assertDoesNotThrow(() -> new KeptGate(0, "r", new FewRows()).check(done));
    Failure failure =
        assertThrows(Failure.class, () -> new KeptGate(1, "r", new FewRows()).check(done));
    assertEquals(ExitCode.DATA, failure.exitCode());
    assertEquals(
        "release r must keep at least publish.min_rows 1 row, got 0; nothing was published; keep a"
            + " larger share, or lower publish.min_rows",
        failure.getMessage());
    assertEquals(List.of("decisions"), failure.details());
  }
}
