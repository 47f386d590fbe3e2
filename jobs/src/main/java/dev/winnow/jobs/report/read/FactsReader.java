package dev.winnow.jobs.report.read;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog.Release;
import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.EpsilonSweep;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Shifts;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reads the facts of a release. Costs at most six Spark jobs where the examples are few enough to
 * be sent to every task, else seven; small tables are read in this process.
 */
public final class FactsReader {

  /** Rows of the map, about. */
  private static final int SAMPLE = 5_000;

  /** Rows of a cluster of the gallery whose words are counted. */
  private static final int WORDS_OF = 60;

  /** Rule that table epsilon_sweep is about. */
  private static final String REFERENCE = "reference";

  private static final int GALLERY = 24;
  private static final int OF_CLUSTER = 6;
  private static final int PAIRS = 3;
  private static final int CONFLICTS = 12;
  private static final int REFUSED = 3;
  private static final int LABELS = 40;
  private static final int CHARACTERS = 1_000;

  private final ReleaseTables tables;
  private final FinishedRun run;
  private final RunHistory history;

  private FactsReader(ReleaseTables tables, FinishedRun run, RunHistory history) {
    this.tables = tables;
    this.run = run;
    this.history = history;
  }

  /** Reads the facts of a release. */
  public static ReleaseFacts read(TableStore store, LoadedRecipe loaded, Release release) {
    Ledger ledger = new Ledger(store.lookup());
    FinishedRun run = FinishedRun.find(ledger, loaded, release.runId());
    ReleaseTables tables = new ReleaseTables(store, release);
    return new FactsReader(tables, run, new RunHistory(tables, ledger))
        .read(loaded.recipe().experiment());
  }

  private ReleaseFacts read(Experiment settings) {
    Map<String, List<Shift>> shifts = shifts();
    List<Cluster> clusters = clusters(shifts.getOrDefault(Shifts.CLUSTER, List.of()));
    List<Shift> labels =
        shifts.getOrDefault(Shifts.LABEL, List.of()).stream()
            .filter(label -> label.value() != null)
            .toList();
    Map<Cluster, String> gallery = Cluster.gallery(clusters, GALLERY);
    List<Integer> shown = gallery.keySet().stream().map(Cluster::id).toList();
    Map<Integer, Integer> quotas = quotas(clusters);
    Map<Integer, Integer> samples = new HashMap<>(quotas);
    shown.forEach(cluster -> samples.merge(cluster, WORDS_OF, Math::max));
    long seed = run.recipe().seed();
    DecisionFacts decisions =
        DecisionFacts.read(
            tables, new DecisionFacts.Plan(seed, Map.copyOf(samples), shown, OF_CLUSTER));
    ScoreFacts scores = ScoreFacts.read(tables, shown, OF_CLUSTER);
    ReleaseFacts.Evidence pairs = evidence();
    long ranked = decisions.rows(Reason.Kind.KEPT, Reason.Kind.PRUNED);
    long[] bounds =
        LongStream.rangeClosed(1, 10)
            .map(tenth -> KeepCount.keptRows(BigDecimal.valueOf(tenth, 1), ranked))
            .toArray();
    Set<String> seen = seen(decisions, scores, shown, pairs);
    Set<String> mapped = mapped(decisions, quotas);
    Set<String> wanted = new TreeSet<>(seen);
    decisions.samples().values().forEach(wanted::addAll);
    Set<String> counted =
        labels.stream().limit(LABELS).map(Shift::value).collect(Collectors.toSet());
    ClassFacts classes = ClassFacts.read(tables, counted, bounds, wanted);
    boolean texts = run.recipe().input().modality().hasText();
    return new ReleaseFacts(
        tables,
        run,
        history.cut(),
        history.recipe(),
        history.times(),
        clusters,
        gallery,
        labels,
        shifts.getOrDefault(Shifts.SOURCE, List.of()),
        decisions,
        scores,
        bounds,
        quotas,
        classes,
        new ReleaseFacts.ShownContents(
            texts ? Contents.texts(tables, wanted, CHARACTERS) : Map.of(),
            Contents.thumbnails(tables, seen),
            Contents.vectors(tables, mapped, encoder())),
        pairs,
        new ReleaseFacts.Account(InputFacts.files(tables), InputFacts.refused(tables, REFUSED)),
        history.studies(settings));
  }

  private Map<String, List<Shift>> shifts() {
    Map<String, List<Shift>> byDimension = new TreeMap<>();
    for (Map<String, Object> row :
        tables.rows(
            Shifts.SPEC,
            Shifts.DIMENSION,
            Shifts.VALUE,
            Shifts.ROWS,
            Shifts.KEPT,
            Shifts.OVERALL_SHARE)) {
      byDimension
          .computeIfAbsent((String) row.get(Shifts.DIMENSION), none -> new ArrayList<>())
          .add(
              new Shift(
                  (String) row.get(Shifts.VALUE),
                  (Long) row.get(Shifts.ROWS),
                  (Long) row.get(Shifts.KEPT),
                  (Double) row.get(Shifts.OVERALL_SHARE)));
    }
    byDimension
        .values()
        .forEach(
            some ->
                some.sort(
                    Comparator.comparingLong(Shift::rows)
                        .reversed()
                        .thenComparing(
                            Shift::value, Comparator.nullsFirst(Comparator.naturalOrder()))));
    return byDimension;
  }

  private List<Cluster> clusters(List<Shift> shifts) {
    Map<Integer, Double> distances = new HashMap<>();
    for (Map<String, Object> row :
        tables.rows(Prototypes.SPEC, CLUSTER_ID, Prototypes.LEVEL, Prototypes.MEAN_DISTANCE)) {
      if (row.get(Prototypes.LEVEL).equals(0)) {
        distances.put((Integer) row.get(CLUSTER_ID), (Double) row.get(Prototypes.MEAN_DISTANCE));
      }
    }
    return shifts.stream()
        .map(
            shift -> {
              int id = Integer.parseInt(shift.value());
              return new Cluster(
                  id, shift.rows(), shift.kept(), distances.getOrDefault(id, Double.NaN));
            })
        .sorted(Comparator.comparingInt(Cluster::id))
        .toList();
  }

  /**
   * Returns the rows of each cluster in the map: as its size, and at least one while there is room.
   */
  private static Map<Integer, Integer> quotas(List<Cluster> clusters) {
    long rows = clusters.stream().mapToLong(Cluster::rows).sum();
    Map<Integer, Integer> quotas = new TreeMap<>();
    int least = clusters.size() <= SAMPLE ? 1 : 0;
    for (Cluster cluster : clusters) {
      quotas.put(
          cluster.id(), (int) Math.max(least, SAMPLE * cluster.rows() / Math.max(rows, SAMPLE)));
    }
    return quotas;
  }

  private static Set<String> mapped(DecisionFacts decisions, Map<Integer, Integer> quotas) {
    Set<String> ids = new TreeSet<>();
    decisions
        .samples()
        .forEach(
            (cluster, some) ->
                some.stream().limit(quotas.getOrDefault(cluster, 0)).forEach(ids::add));
    return ids;
  }

  private static Set<String> seen(
      DecisionFacts decisions,
      ScoreFacts scores,
      List<Integer> gallery,
      ReleaseFacts.Evidence pairs) {
    Set<String> ids = new TreeSet<>();
    for (int cluster : gallery) {
      scores.nearest(cluster).forEach(row -> ids.add(row.id()));
      scores.furthest(cluster).forEach(row -> ids.add(row.id()));
    }
    decisions.pruned().values().forEach(ids::addAll);
    List<PairFacts.Pair> all = new ArrayList<>();
    for (Map<String, Map<String, PairFacts.Outcome>> some :
        List.of(pairs.near(), pairs.dropped())) {
      some.values()
          .forEach(
              outcomes ->
                  outcomes
                      .values()
                      .forEach(
                          outcome -> {
                            all.addAll(outcome.most());
                            all.addAll(outcome.least());
                          }));
    }
    pairs.conflicts().forEach(conflict -> all.add(conflict.pair()));
    for (PairFacts.Pair pair : all) {
      ids.add(pair.left());
      ids.add(pair.right());
    }
    return ids;
  }

  private ReleaseFacts.Evidence evidence() {
    Map<String, Map<String, PairFacts.Outcome>> dropped = PairFacts.dropped(tables, PAIRS);
    List<Map<String, Object>> sweep =
        tables.rows(EpsilonSweep.SPEC, "epsilon", "rows_removed", "share", "pairs_below");
    Double epsilon =
        run.done().holds(Stage.SEMANTIC) ? run.done().semantic().facts().epsilon() : null;
    sweep.stream()
        .filter(row -> row.get("epsilon").equals(epsilon))
        .map(row -> PairFacts.below((String) row.get("pairs_below"), REFERENCE))
        .filter(outcome -> outcome.rows() > 0)
        .forEach(
            outcome ->
                dropped
                    .computeIfAbsent("semantic, " + REFERENCE, none -> new TreeMap<>())
                    .put(PairFacts.THRESHOLD, outcome));
    return new ReleaseFacts.Evidence(
        PairFacts.near(tables, PAIRS),
        dropped,
        PairFacts.conflicts(tables, CONFLICTS),
        sweep,
        epsilon);
  }

  /** Returns the value of column {@code encoder} of the vectors that were clustered. */
  private String encoder() {
    String name = run.done().clusters().facts().by();
    List<EmbedFacts.Encoder> encoders = run.done().embeddings().facts().encoders();
    return encoders.stream()
        .filter(encoder -> name == null || name.equals(encoder.name()))
        .map(EmbedFacts.Encoder::encoder)
        .findFirst()
        .orElse(null);
  }
}
