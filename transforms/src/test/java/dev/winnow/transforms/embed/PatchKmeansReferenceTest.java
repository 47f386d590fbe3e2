package dev.winnow.transforms.embed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.FashionMnist;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.image.RasterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The encoder on real images, by a linear probe and by its clusters. */
class PatchKmeansReferenceTest {

  @Test
  void reachesTheProbeAndTheClustersOfFashionMnist() throws Exception {
    FashionMnist train = FashionMnist.read("train");
    FashionMnist test = FashionMnist.read("t10k");
    List<RasterImage> sample = new ArrayList<>();
    for (int i = 0; i < train.images().size(); i += 3) {
      sample.add(train.images().get(i));
    }
    long start = System.nanoTime();
    PatchKmeansModel model = PatchKmeans.fit(sample, PatchKmeans.Options.of(256, 42));
    long fitted = System.nanoTime();
    float[][] trainVectors = encode(model, train.images());
    float[][] testVectors = encode(model, test.images());
    long encoded = System.nanoTime();
    double accuracy = Probe.accuracy(trainVectors, train.labels(), testVectors, test.labels());
    double nmi = 0;
    for (int seed = 0; seed < 3; seed++) {
      KMeansFit fit = ClusterRows.fit(trainVectors, 10, seed);
      nmi += Probe.nmi(ClusterRows.assign(trainVectors, fit), train.labels()) / 3;
    }
    double found = nmi;
    System.out.printf(
        "patch-kmeans 256 on Fashion-MNIST: probe %.4f, NMI at k = 10 %.4f, fit on %d images %.1f s,"
            + " encode 70,000 images %.1f s%n",
        accuracy, nmi, sample.size(), (fitted - start) / 1e9, (encoded - fitted) / 1e9);
    assertAll(
        () -> assertTrue(accuracy >= 0.895, "probe must be at least 0.895, got " + accuracy),
        () -> assertTrue(found >= 0.58, "NMI must be at least 0.58, got " + found));
  }

  private static float[][] encode(PatchKmeansModel model, List<RasterImage> images) {
    return IntStream.range(0, images.size())
        .parallel()
        .mapToObj(i -> model.encode(List.of(EncoderInput.of(images.get(i))))[0])
        .toArray(float[][]::new);
  }
}
