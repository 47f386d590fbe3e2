package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts of stages, as column {@code details} of table {@code runs} holds them. */
@Tag("line")
class StageFactsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Details of two runs of Winnow 0.1: a stage and its JSON on each line. */
  private static Stream<Arguments> details() throws IOException {
    try (InputStream in = StageFactsTest.class.getResourceAsStream("details.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .map(parts -> Arguments.of(parts[0], parts[1]));
    }
  }

  @ParameterizedTest
  @MethodSource("details")
  void theDetailsOfEarlierRunsAreReadAndWrittenAsTheyWere(String stage, String details)
      throws JsonProcessingException {
    assertReadAndWritten(stage, details);
  }

  /** Shapes of details that those runs do not have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "embed | {'encoders':[{'name':'a','dim':2,'encoder':'column'},"
            + "{'name':'b','dim':4,'encoder':'x','class':'org.T'}],'quarantined':1,'codes':{'c':1}}",
        "dedup | {'pairs':4,'crowded_hashes':0,'exact_content_sha256':3,'near_greedy':2}",
        "dedup | {'bounded_buckets':1,'pairs_left_out':7,'exact_normal_form':3}",
        "semantic | {'epsilon_clusters':2,'epsilon_rows':50,'epsilon_rows_kept':25,'epsilon':0.07,"
            + "'compared':90,'semantic_greedy':9,'audit':{'rows':5,'duplicates':2,'dropped':1,"
            + "'recall':0.5,'misses_across_clusters':1.0},'evaluation_leaks':3}",
        "dedup |"
            + " {'pairs':4,'near_shingles':2,'evidence':{'refused':{'numbers':7},'candidate_share':0.95,"
            + "'linked_survivors':1,'label_conflicts':3,'merged_conflicts':2,'losses':"
            + "[{'kind':'label','name':'cat','rows':100,'dropped':60}]}}",
        "semantic | {'evaluation_leaks':3,'leaks_by':['vectors','contents'],"
            + "'evidence':{'label_conflicts':3,'merged_conflicts':2,'losses':[]}}",
        "semantic | {'evaluation_leaks':3}",
        "rescore | {'metrics':['el2n'],'probes':10,'epochs':10,'labels':3,'labelled':81,"
            + "'unlabelled':9}",
        "prune | {'levels':2,'clusters_with_rows':7,'reasons':{'kept':3},'kept':3,'target_rows':3,"
            + "'certificate':{'sizes':[1,3],'nested':true}}",
        "prune | {'explored':10,'effective_clusters':3.25,'reasons':{},'kept':0,"
            + "'keep_fraction':0.50}",
        "prune | {'set_aside':1,'strata':4,'strata_with_rows':4,'reasons':{},'kept':0}",
        "cut | {'metric':'prototype','keep':'hard','stored_order':true,'keep_fraction':0.25,"
            + "'ranked':8,'kept':2,'reasons':{'kept':2},'release':'r','digest':'d','classes':1,"
            + "'shifted_classes':0,'class_shift':[]}"
      })
  void everyShapeOfDetailsIsReadAndWritten(String stage, String details)
      throws JsonProcessingException {
    assertReadAndWritten(stage, details.replace('\'', '"'));
  }

  @Test
  void clustersOfSeveralEncodersKeepTheFactsOfEach() throws JsonProcessingException {
    String sizes =
        "'k':2,'smallest':1,'median':1,'largest':1,'singletons':2,'empty':0,'imbalance':1.0,"
            + "'inertia_of_all_rows':0.5";
    String details =
        ("{'fit_rows':2,'inertia':[0.5],'converged':true,'reseeded':0,'seconds':[0.1],"
                + "'gflops':[1.5],'kernel':'loops','peak_gflops':9,'share_of_peak':0.25,"
                + "'levels':[2,1],'inertia_of_levels':[0.5,0.25],'warnings':['w'],'dim':2,"
                + sizes
                + ",'by':'a','others':{'b':{'given':'b.npy','warnings':[],'dim':4,"
                + sizes
                + "}}}")
            .replace('\'', '"');
    assertReadAndWritten("recluster", details);
    ClusterFacts facts = (ClusterFacts) FactsJson.read("recluster", details);
    assertEquals("b.npy", facts.others().get("b").fit().given());
    assertEquals(0.25, facts.speed().shareOfPeak());
  }

  @Test
  void unknownNamesAreIgnoredAndAbsentOnesAreNullZeroOrEmpty() {
    IngestFacts ingest = (IngestFacts) FactsJson.read("ingest", "{\"input_rows\":5,\"later\":[1]}");
    assertEquals(5, ingest.inputRows());
    assertEquals(0, ingest.quarantined());
    assertEquals(Map.of(), ingest.codes());
    assertEquals(Map.of(), ((DedupFacts) FactsJson.read("dedup", "{}")).dropped());
    assertNull(FactsJson.read("a later step", "{}"));
  }

  @Test
  void aKeepFractionKeepsItsDigits() {
    PruneFacts facts =
        (PruneFacts) FactsJson.read("prune", "{\"reasons\":{},\"keep_fraction\":0.80}");
    assertEquals(new BigDecimal("0.80"), facts.keepCount().share());
    assertEquals(
        "{\"reasons\":{},\"kept\":0,\"keep_fraction\":0.80}", FactsJson.write(facts).toString());
  }

  @Test
  void reportsHoldValuesOfTheJdk() {
    Map<String, Object> details =
        Ledger.details(FactsJson.read("score", "{\"metrics\":[\"density\"],\"labels\":3}"));
    assertEquals(Map.of("metrics", List.of("density"), "labels", 3), details);
  }

  private static void assertReadAndWritten(String stage, String details)
      throws JsonProcessingException {
    StageFacts facts = FactsJson.read(stage, details);
    assertEquals(
        JSON.readTree(details), JSON.readTree(JSON.writeValueAsString(FactsJson.write(facts))));
  }
}
