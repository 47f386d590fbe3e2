package dev.winnow.jobs.progress;

import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.cluster.FitProgress;
import dev.winnow.transforms.text.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a run: the stage and its number, its step, the rows written, rows per
 * second, and the time left of the stage and the run where it is known. A terminal has one line
 * that is drawn again each second; other streams have a line at least every ten seconds. The lines
 * go to the log, too, and the state to {@code progress.json}. Spark's jobs carry the stage and the
 * step as their description.
 */
public final class Progress implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("winnow.progress");
  private static final double EVERY_SECONDS = 8;

  /** Seconds of a stage below which its time left is not shown. */
  private static final double SHORT = 5;

  private final RunPlan plan;
  private final Screen screen;
  private final boolean details;
  private final ProgressFile file;
  private final DoubleSupplier clock;
  private final TaskWatch tasks;
  private final Forecast forecast;
  private final JobLabels jobs;
  private final Map<String, Measured> measured = new LinkedHashMap<>();
  private final Iterations iterations = new Iterations();
  private final List<String> warnings = new ArrayList<>();
  private final double runStarted;
  private final ScheduledExecutorService ticking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "winnow-progress");
            thread.setDaemon(true);
            return thread;
          });
  private String stage = "";
  private String step = "";
  private long expectedRows;
  private double stageStarted;
  private OptionalDouble predicted = OptionalDouble.empty();
  private double stepStarted;
  private double lastLine;
  private boolean finished;

  /** Shows the progress of a command that works on the tables of a recipe. */
  public Progress(SparkSession spark, PrintStream out, Shown shown, String recipe) {
    this(spark, out, shown, new RunPlan(recipe, "", List.of(), 0, Map.of()), ProgressFile.NONE);
  }

  /**
   * @param out stream of the lines, usually standard error
   * @param file receives the state
   */
  public Progress(
      SparkSession spark, PrintStream out, Shown shown, RunPlan plan, ProgressFile file) {
    this(
        new JobLabels(spark),
        Screen.of(out, shown),
        shown,
        plan,
        file,
        () -> System.nanoTime() / 1e9);
    jobs.watch(tasks);
    ticking.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  Progress(
      JobLabels jobs,
      Screen screen,
      Shown shown,
      RunPlan plan,
      ProgressFile file,
      DoubleSupplier clock) {
    this.jobs = jobs;
    this.screen = screen;
    this.details = shown.details();
    this.plan = plan;
    this.file = file;
    this.clock = clock;
    this.tasks = new TaskWatch(clock, this::warned);
    this.forecast = new Forecast(plan.stages());
    this.measured.putAll(plan.earlier());
    plan.earlier().forEach((label, times) -> forecast.expect(label, times.scaled(plan.size())));
    this.runStarted = clock.getAsDouble();
    this.lastLine = runStarted;
  }

  /**
   * Starts a stage.
   *
   * @param name such as {@code 2/6 embed}
   * @param what a phrase on the work of the stage
   */
  public synchronized void stage(String name, String what) {
    begin(name);
    step(what, 0);
  }

  /** Starts a stage, which then starts its steps. */
  public synchronized void begin(String name) {
    stage = name;
    step = "starting";
    expectedRows = 0;
    stageStarted = clock.getAsDouble();
    stepStarted = stageStarted;
    iterations.clear();
    tasks.startStage();
    forecast.startStage(label(), stageStarted);
    predicted = forecast.ofWholeStage(stageStarted);
    label("starting");
  }

  /** Shows that a stage is done since an earlier run. */
  public synchronized void reused(String name) {
    begin(name);
    show("done", "already done, reused");
  }

  /**
   * Starts a step of the stage; the descriptions of Spark's jobs name it.
   *
   * @param rows rows that the step will write, 0 when unknown
   */
  public synchronized void step(String what, long rows) {
    double now = clock.getAsDouble();
    step = what;
    expectedRows = rows;
    stepStarted = now;
    iterations.clear();
    tasks.startStep();
    forecast.startStep(Measured.key(what), now);
    label(what);
    show("step", what);
    file.write("running", view(), measured, now);
  }

  private void label(String what) {
    String recipe = plan.recipe().isEmpty() ? "" : plan.recipe() + " ";
    jobs.set(("winnow " + recipe + plan.runId()).strip(), "winnow " + recipe + stage + ": " + what);
  }

  /** Shows a line that stays. */
  public synchronized void note(String text) {
    show("note", text);
  }

  /** Returns a receiver for a fit: its phases are steps of the stage, its iterations are shown. */
  public FitProgress fit() {
    return new FitProgress() {
      @Override
      public void accept(String phase) {
        step(phase, 0);
      }

      @Override
      public void iteration(Iteration state) {
        iterated(state);
      }
    };
  }

  private synchronized void iterated(FitProgress.Iteration state) {
    double now = clock.getAsDouble();
    if (state.isFirst()) {
      step("moving the centroids", 0);
    }
    iterations.add(state, now);
    if (state.done() > 0 && details) {
      show("note", iterations.text());
    }
  }

  /** Expects times of stages for which there are none yet. */
  public synchronized void expect(Map<String, Measured> assumed) {
    assumed.forEach(
        (label, times) -> {
          if (!forecast.expects(label)) {
            forecast.expect(label, times.scaled(plan.size()));
          }
        });
  }

  /**
   * Ends the stage.
   *
   * @param rows that it produced, as text
   * @return its seconds
   */
  public synchronized double endStage(String rows) {
    double now = clock.getAsDouble();
    double seconds = now - stageStarted;
    measured.put(label(), forecast.endStage(plan.size(), now));
    show("done", "done, " + rows + " in " + Texts.seconds(seconds));
    file.write("running", view(), measured, now);
    return seconds;
  }

  /** States that the run has done all its stages, before it is closed. */
  public synchronized void finish() {
    finished = true;
  }

  /** Returns the seconds that the stage was expected to take when it began; null if unknown. */
  public synchronized Double predicted() {
    return predicted.isPresent() ? (Double) predicted.getAsDouble() : null;
  }

  public synchronized double secondsOfStage() {
    return clock.getAsDouble() - stageStarted;
  }

  /** Returns the seconds of the run so far. */
  public double secondsOfRun() {
    return clock.getAsDouble() - runStarted;
  }

  /** Returns what the tasks of Spark gave reason to warn of. */
  public synchronized List<String> warnings() {
    return Collections.unmodifiableList(new ArrayList<>(warnings));
  }

  private synchronized void warned(String warning) {
    warnings.add(stage + ": " + warning);
    show("note", "warning: " + warning);
  }

  /** Takes a second of time: looks at the tasks, and draws the state again. */
  void tick() {
    tasks.lookForSkew();
    synchronized (this) {
      double now = clock.getAsDouble();
      if (stage.isEmpty()) {
        return;
      }
      View view = view();
      screen.redraw(view);
      if (now - lastLine >= EVERY_SECONDS) {
        lastLine = now;
        String line = view.line();
        LOG.info(line);
        screen.line("state", line, view);
      }
      file.write("running", view, measured, now);
    }
  }

  private View view() {
    double now = clock.getAsDouble();
    forecast.share(tasks.share(expectedRows));
    forecast.left(iterations.left(now));
    OptionalDouble left = forecast.ofStage(now);
    double seconds = now - stageStarted;
    boolean isShort = left.isPresent() && seconds + left.getAsDouble() < SHORT;
    return new View(
        plan.recipe(),
        plan.runId(),
        stage,
        step,
        tasks.rows(),
        expectedRows,
        iterations.text(),
        now - stepStarted,
        seconds,
        now - runStarted,
        forecast.ofStep(now),
        isShort ? OptionalDouble.empty() : left,
        forecast.ofRun(now));
  }

  private void show(String kind, String raw) {
    lastLine = clock.getAsDouble();
    String text = Printable.of(View.head(plan.recipe(), stage) + raw);
    LOG.info(text);
    screen.line(kind, text, view());
  }

  private String label() {
    return stage.substring(stage.indexOf(' ') + 1);
  }

  @Override
  public void close() {
    ticking.shutdownNow();
    synchronized (this) {
      screen.close();
      file.write(finished ? "finished" : "stopped", view(), measured, clock.getAsDouble());
    }
    jobs.close();
  }
}
