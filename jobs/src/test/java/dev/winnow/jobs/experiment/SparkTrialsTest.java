package dev.winnow.jobs.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.experiment.theory.KeptEnd;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Cell;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Setting;
import dev.winnow.transforms.experiment.theory.Trials;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SparkTrialsTest {

  @Test
  void trialsAsTasksGiveTheBitsOfTrialsOnThreads() {
    PerceptronSimulation simulation = new PerceptronSimulation(12, 3, 7);
    List<Setting> settings =
        List.of(new Setting(KeptEnd.HARD, 0.5, 10), new Setting(KeptEnd.RANDOM, 0.4, 0));
    double[] pools = {1, 4, 2};
    SparkTrials tasks =
        new SparkTrials(JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext()));
    List<List<Cell>> found = simulation.run(pools, settings, tasks);
    assertEquals(simulation.run(pools, settings, Trials.THREADS), found);
    for (int i = 0; i < pools.length; i++) {
      assertEquals(simulation.run(pools[i], settings), found.get(i));
    }
    assertEquals(0, tasks.run(0, number -> new double[0][]).length);
  }
}
