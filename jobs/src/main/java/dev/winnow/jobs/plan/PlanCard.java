package dev.winnow.jobs.plan;

import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An estimate, for people and for programs. */
public final class PlanCard {

  private static final double SECONDS_OF_HOUR = 3600;

  private final RunPlan plan;
  private final Double price;

  /**
   * @param price price of an hour of the machine or cluster, in any currency; null for none
   */
  public PlanCard(RunPlan plan, Double price) {
    this.plan = plan;
    this.price = price;
  }

  /** Returns the estimate as lines. */
  public String text() {
    StringBuilder card = new StringBuilder();
    Shape shape = plan.figures().shape();
    card.append("plan of ").append(plan.name()).append('\n');
    CardText.line(card, "run id", plan.preview().runId());
    CardText.line(
        card,
        "input",
        (plan.count().exact() ? "" : "about ")
            + Texts.count(plan.count().rows())
            + " rows, "
            + Texts.count(plan.preview().files().files().size())
            + (plan.preview().files().files().size() == 1 ? " file, " : " files, ")
            + Texts.bytes(plan.count().bytes()));
    CardText.line(
        card,
        "clusters",
        "k "
            + Texts.count(shape.k())
            + ", vectors of "
            + shape.dim()
            + ", fit on "
            + Texts.count(shape.fitRows())
            + " rows "
            + (shape.fitsOnDriver() ? "by the driver" : "by executors"));
    memory(card);
    CardText.line(card, "partitions", plan.figures().partitions() + " for shuffles");
    stages(card);
    storage(card);
    if (price != null) {
      CardText.line(
          card,
          "price",
          String.format(
              Locale.ROOT,
              "%.2f to %.2f, %.2f expected, at %.2f an hour",
              cost(plan.low()),
              cost(plan.high()),
              cost(plan.seconds()),
              price));
    }
    plan.notes().forEach(note -> CardText.line(card, "note", note));
    return card.toString();
  }

  private void memory(StringBuilder card) {
    MemoryModel memory = plan.figures().memory();
    CardText.line(
        card,
        "memory",
        "the driver needs "
            + Texts.bytes(memory.driver())
            + " of its heap of "
            + Texts.bytes(plan.driverHeap())
            + (plan.local()
                ? ", which runs the tasks too; its process about " + Texts.bytes(plan.resident())
                : "; an executor "
                    + Texts.bytes(memory.executor())
                    + " of "
                    + Texts.bytes(plan.executorHeap())));
    CardText.line(
        card,
        "of that",
        "prototypes "
            + Texts.bytes(memory.prototypes())
            + ", largest block "
            + Texts.bytes(memory.block())
            + ", rows of the fit "
            + Texts.bytes(memory.fitRows())
            + ", sample of the encoder "
            + Texts.bytes(memory.encoderSample()));
  }

  private void stages(StringBuilder card) {
    if (plan.isDone()) {
      CardText.line(card, "stages", "all are done; a run takes them over");
    }
    for (StageCost cost : plan.figures().costs()) {
      CardText.line(
          card,
          cost.stage().label(),
          cost.reused()
              ? "reused"
              : range(cost.low(), cost.high())
                  + ", "
                  + Texts.seconds(cost.seconds())
                  + " expected"
                  + (cost.flops() > 0
                      ? String.format(Locale.ROOT, ", %.1e FLOPs", cost.flops())
                      : "")
                  + (cost.measured() ? ", by an earlier run" : ""));
    }
    CardText.line(
        card,
        "total",
        range(plan.low(), plan.high())
            + ", "
            + Texts.seconds(plan.seconds())
            + " expected, with Spark's start");
  }

  private void storage(StringBuilder card) {
    String tables =
        plan.tables().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(each -> each.getKey() + " " + Texts.bytes(each.getValue()))
            .collect(Collectors.joining(", "));
    double disk = plan.figures().speeds().disk();
    CardText.line(
        card,
        "storage",
        Texts.bytes(plan.bytesWritten())
            + (tables.isEmpty() ? "" : ": " + tables)
            + (disk > 0 ? "; the disk takes " + Texts.bytes(Math.round(disk)) + " a second" : ""));
  }

  private static String range(double low, double high) {
    return Texts.seconds(low) + " to " + Texts.seconds(high);
  }

  private double cost(double seconds) {
    return seconds / SECONDS_OF_HOUR * price;
  }

  /** Returns the reason why the run does not fit into memory, with the remedy. */
  public String refusal() {
    boolean driver = !plan.fitsDriver();
    long need = driver ? plan.figures().memory().driver() : plan.figures().memory().executor();
    long heap = driver ? plan.driverHeap() : plan.executorHeap();
    boolean one = plan.local() || driver;
    return "the heap of "
        + (one ? "the driver" : "an executor")
        + " must hold about "
        + Texts.bytes(need)
        + " at k "
        + Texts.count(plan.figures().shape().k())
        + ", it has "
        + Texts.bytes(heap)
        + "; set "
        + (plan.fittingClusters() > 0
            ? "cluster.k to at most " + plan.fittingClusters() + ", or "
            : "")
        + (one ? "--driver-memory to " : "--executor-memory to ")
        + Math.max(1, Math.round(Math.ceil(need / RunPlan.MOST_HEAP / (1 << 30))))
        + "g";
  }

  /** Returns the estimate as values of the JDK. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", plan.name());
    json.put("run_id", plan.preview().runId());
    json.put(
        "input",
        Map.of(
            "rows", plan.count().rows(),
            "exact", plan.count().exact(),
            "files", plan.preview().files().files().size(),
            "bytes", plan.count().bytes()));
    Shape shape = plan.figures().shape();
    json.put("clusters", Map.of("k", shape.k(), "dim", shape.dim(), "fit_rows", shape.fitRows()));
    List<Map<String, Object>> stages = new ArrayList<>();
    for (StageCost cost : plan.figures().costs()) {
      stages.add(stage(cost));
    }
    json.put("stages", stages);
    json.put("seconds", seconds(plan.low(), plan.seconds(), plan.high()));
    MemoryModel memory = plan.figures().memory();
    Map<String, Object> heap = new LinkedHashMap<>();
    heap.put("driver", memory.driver());
    heap.put("driver_heap", plan.driverHeap());
    heap.put("executor", memory.executor());
    heap.put("executor_heap", plan.executorHeap());
    heap.put("resident", plan.resident());
    heap.put("prototypes", memory.prototypes());
    heap.put("largest_block", memory.block());
    heap.put("fit_rows", memory.fitRows());
    heap.put("encoder_sample", memory.encoderSample());
    json.put("memory_bytes", heap);
    json.put("fits", plan.fits());
    json.put("fitting_k", plan.fittingClusters());
    json.put("shuffle_partitions", plan.figures().partitions());
    json.put("table_bytes", plan.tables());
    json.put("reused", plan.preview().reused().stream().map(Stage::label).toList());
    if (price != null) {
      json.put("price", seconds(cost(plan.low()), cost(plan.seconds()), cost(plan.high())));
    }
    json.put("notes", plan.notes());
    return json;
  }

  private static Map<String, Object> stage(StageCost cost) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stage", cost.stage().label());
    json.put("reused", cost.reused());
    json.put("flops", cost.flops());
    json.put("seconds", seconds(cost.low(), cost.seconds(), cost.high()));
    json.put("by_earlier_run", cost.measured());
    return json;
  }

  private static Map<String, Object> seconds(double low, double expected, double high) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("low", rounded(low));
    json.put("expected", rounded(expected));
    json.put("high", rounded(high));
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
