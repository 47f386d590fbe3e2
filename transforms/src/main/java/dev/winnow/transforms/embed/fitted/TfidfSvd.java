package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.kernel.Rows;
import dev.winnow.transforms.kernel.SymmetricEigen;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits the encoder {@code tfidf-svd}: hashed word 1- and 2-grams, sublinear tf-idf, rows of unit
 * length, and the truncated singular value decomposition of that matrix. If the texts have at most
 * 50 words on average, two of them share few words; then the character 2- to 4-grams inside words
 * are features too.
 *
 * <p>The weight of a feature is its idf divided by the fourth root of its sum over the texts. This
 * is half of the scaling of correspondence analysis, and it keeps features of many texts from
 * dominating the first directions. With A = U S V^T, a text's row x becomes x V R; for a fitted row
 * this is its row of U S R. R is a random rotation. It changes no angle between texts, and it gives
 * all dimensions about the same variance, so that a learner that scales columns to unit variance
 * does not amplify the weakest directions.
 *
 * <p>The decomposition is randomised with power iterations (Halko, Martinsson and Tropp 2011). The
 * result depends on the texts, their order and the seed only. Memory: about {@code 8 nnz + 4 (n +
 * m) (dim + 32)} bytes twice, for n texts, m features and nnz feature occurrences; m is at most
 * {@link Options#maxFeatures}.
 */
public final class TfidfSvd {

  /**
   * Options of a fit.
   *
   * @param dim length of the vectors, 1 to 4096
   * @param seed seed of all random draws
   * @param bucketBits log2 of the number of hash buckets per kind of feature, 8 to 24
   * @param minDocuments least number of texts with the feature; 0 for the default of 2, or 5 if
   *     texts are long
   * @param maxShare greatest share of texts with the feature, in (0, 1]
   * @param maxFeatures largest number of features; the most frequent ones are kept
   * @param powerIterations iterations of the randomised decomposition
   */
  public record Options(
      int dim,
      long seed,
      int bucketBits,
      int minDocuments,
      double maxShare,
      int maxFeatures,
      int powerIterations) {

    public Options {
      if (dim < 1 || dim > 4096) {
        throw new IllegalArgumentException("dim must be in [1, 4096], got " + dim);
      }
      if (bucketBits < 8 || bucketBits > 24) {
        throw new IllegalArgumentException("bucketBits must be in [8, 24], got " + bucketBits);
      }
      if (!(maxShare > 0 && maxShare <= 1)) {
        throw new IllegalArgumentException("maxShare must be in (0, 1], got " + maxShare);
      }
      if (minDocuments < 0 || maxFeatures < 1 || powerIterations < 0) {
        throw new IllegalArgumentException(
            "minDocuments, maxFeatures and powerIterations must be at least 0, 1 and 0, got "
                + minDocuments
                + ", "
                + maxFeatures
                + " and "
                + powerIterations);
      }
    }

    /** Returns the default options for a length and a seed. */
    public static Options of(int dim, long seed) {
      return new Options(dim, seed, 20, 0, 0.5, 1 << 16, 3);
    }
  }

  private static final int OVERSAMPLE = 32;
  private static final int LONG_TEXT = 50;

  private final Options options;
  private final TextFeatures[] texts;
  private final boolean subwords;
  private int[] features;
  private float[] weights;
  private int[] featureOf;

  private TfidfSvd(Options options, TextFeatures[] texts, boolean subwords) {
    this.options = options;
    this.texts = texts;
    this.subwords = subwords;
  }

  /**
   * Fits the encoder on texts. Their order must not depend on the partitioning.
   *
   * @throws IllegalArgumentException if there is no text, or no feature is kept
   */
  public static TfidfSvdModel fit(List<String> texts, Options options) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("texts must hold at least one text, got none");
    }
    TextFeatures[] words = features(texts, options.bucketBits(), false);
    long count = 0;
    for (TextFeatures text : words) {
      count += text.words();
    }
    boolean subwords = count <= (long) LONG_TEXT * words.length;
    return new TfidfSvd(
            options, subwords ? features(texts, options.bucketBits(), true) : words, subwords)
        .fit();
  }

  private static TextFeatures[] features(List<String> texts, int bits, boolean subwords) {
    TextFeatures[] found = new TextFeatures[texts.size()];
    IntStream.range(0, found.length)
        .parallel()
        .forEach(i -> found[i] = TextFeatures.of(texts.get(i), bits, subwords));
    return found;
  }

  private TfidfSvdModel fit() {
    chooseFeatures();
    int n = texts.length;
    int m = features.length;
    int width = Math.min(Math.min(n, m), options.dim() + OVERSAMPLE);
    int[][] index = new int[n][];
    float[][] value = new float[n][];
    IntStream.range(0, n).parallel().forEach(i -> weigh(texts[i], i, index, value));
    int[][] columnIndex = new int[m][];
    float[][] columnValue = new float[m][];
    transpose(index, value, m, columnIndex, columnValue);

    SplittableRandom random = new SplittableRandom(options.seed());
    float[][] start = new float[m][width];
    for (float[] row : start) {
      for (int j = 0; j < width; j++) {
        row[j] = random.nextBoolean() ? 1 : -1;
      }
    }
    float[][] basis = SymmetricEigen.orthonormal(sparse(index, value, start, width));
    for (int i = 0; i < options.powerIterations(); i++) {
      float[][] back = sparse(columnIndex, columnValue, basis, width);
      basis = SymmetricEigen.orthonormal(sparse(index, value, back, width));
    }
    float[][] right = sparse(columnIndex, columnValue, basis, width);
    SymmetricEigen eigen = SymmetricEigen.all(Rows.gram(right));
    return new TfidfSvdModel(
        options.dim(),
        options.bucketBits(),
        subwords,
        features,
        weights,
        Rows.product(projection(right, eigen), rotation(random)));
  }

  private float[][] rotation(SplittableRandom random) {
    float[][] square = new float[options.dim()][options.dim()];
    for (float[] row : square) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) (random.nextDouble() - 0.5);
      }
    }
    return SymmetricEigen.orthonormal(square);
  }

  /**
   * Returns V: the right singular vectors are {@code right * eigenvector / s}, where s^2 is the
   * eigenvalue.
   */
  private float[][] projection(float[][] right, SymmetricEigen eigen) {
    int width = right[0].length;
    int wanted = Math.min(options.dim(), width);
    float[][] transform = new float[width][options.dim()];
    for (int i = 0; i < wanted; i++) {
      double square = eigen.values()[i];
      if (square > 1e-9 * eigen.values()[0]) {
        double scale = 1 / Math.sqrt(square);
        for (int j = 0; j < width; j++) {
          transform[j][i] = (float) (eigen.vectors()[i][j] * scale);
        }
      }
    }
    float[][] projection = Rows.product(right, transform);
    for (int i = 0; i < wanted; i++) {
      int greatest = 0;
      for (int r = 1; r < projection.length; r++) {
        if (Math.abs(projection[r][i]) > Math.abs(projection[greatest][i])) {
          greatest = r;
        }
      }
      if (projection[greatest][i] < 0) {
        for (float[] row : projection) {
          row[i] = -row[i];
        }
      }
    }
    return projection;
  }

  private void chooseFeatures() {
    int n = texts.length;
    int[] documents = new int[TextFeatures.families(subwords) << options.bucketBits()];
    for (TextFeatures text : texts) {
      for (int bucket : text.buckets()) {
        documents[bucket]++;
      }
    }
    int least = options.minDocuments();
    if (least == 0) {
      least = subwords ? 2 : 5;
    }
    int floor = n < 3 * least ? 1 : least;
    double most = n < 3 * least ? n : options.maxShare() * n;
    features =
        IntStream.range(0, documents.length)
            .filter(b -> documents[b] >= floor && documents[b] <= most)
            .boxed()
            .sorted(
                (a, b) ->
                    documents[a] != documents[b]
                        ? Integer.compare(documents[b], documents[a])
                        : Integer.compare(a, b))
            .limit(options.maxFeatures())
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    if (features.length == 0) {
      throw new IllegalArgumentException(
          "texts must share words that are neither rare nor in most of them, "
              + n
              + " texts have none; use another encoder");
    }
    featureOf = new int[documents.length];
    Arrays.fill(featureOf, -1);
    double[] idf = new double[features.length];
    for (int i = 0; i < features.length; i++) {
      featureOf[features[i]] = i;
      idf[i] = StrictMath.log((1.0 + n) / (1.0 + documents[features[i]])) + 1;
    }
    double[] sums = new double[features.length];
    for (TextFeatures text : texts) {
      for (int i = 0; i < text.buckets().length; i++) {
        int feature = featureOf[text.buckets()[i]];
        if (feature >= 0) {
          sums[feature] += TfidfSvdModel.frequency(text.counts()[i]) * idf[feature];
        }
      }
    }
    weights = new float[features.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (idf[i] / Math.sqrt(Math.sqrt(sums[i])));
    }
  }

  private void weigh(TextFeatures text, int row, int[][] index, float[][] value) {
    TfidfSvdModel.Weights weighed = TfidfSvdModel.weigh(text, featureOf, weights);
    index[row] = weighed.index();
    value[row] = weighed.value();
  }

  private static void transpose(
      int[][] index, float[][] value, int m, int[][] columnIndex, float[][] columnValue) {
    int[] sizes = new int[m];
    for (int[] row : index) {
      for (int j : row) {
        sizes[j]++;
      }
    }
    for (int j = 0; j < m; j++) {
      columnIndex[j] = new int[sizes[j]];
      columnValue[j] = new float[sizes[j]];
    }
    int[] filled = new int[m];
    for (int i = 0; i < index.length; i++) {
      for (int p = 0; p < index[i].length; p++) {
        int j = index[i][p];
        columnIndex[j][filled[j]] = i;
        columnValue[j][filled[j]++] = value[i][p];
      }
    }
  }

  /** Returns the product of a sparse matrix, given by rows, and a dense matrix. */
  private static float[][] sparse(int[][] index, float[][] value, float[][] dense, int width) {
    float[][] product = new float[index.length][width];
    IntStream.range(0, index.length)
        .parallel()
        .forEach(i -> TfidfSvdModel.combine(index[i], value[i], dense, product[i]));
    return product;
  }
}
