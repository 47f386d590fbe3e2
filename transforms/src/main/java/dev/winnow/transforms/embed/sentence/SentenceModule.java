package dev.winnow.transforms.embed.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.ModelConfigs;
import dev.winnow.transforms.embed.model.ModelUnsupported;

/** Step from the vector of a text to another vector. */
interface SentenceModule {

  /** Returns the new vector; may change the given one. */
  float[] apply(float[] vector);

  /** Returns the length of the new vector. */
  int length(int given);

  /** Returns the step in words, for the card. */
  String words();

  /** Scales a vector to unit length. A zero vector stays. */
  record Normalize() implements SentenceModule {

    private static final double LEAST = 1e-12;

    @Override
    public float[] apply(float[] vector) {
      double squares = 0;
      for (float x : vector) {
        squares += (double) x * x;
      }
      double norm = Math.max(LEAST, Math.sqrt(squares));
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (vector[j] / norm);
      }
      return vector;
    }

    @Override
    public int length(int given) {
      return given;
    }

    @Override
    public String words() {
      return "unit length (" + ModelConfigs.MODULES + ")";
    }
  }

  /** Activation of a dense layer. */
  enum Activation {
    IDENTITY("Identity"),
    TANH("Tanh"),
    RELU("ReLU"),
    SIGMOID("Sigmoid");

    private final String word;

    Activation(String word) {
      this.word = word;
    }

    double of(double x) {
      return switch (this) {
        case IDENTITY -> x;
        case TANH -> StrictMath.tanh(x);
        case RELU -> Math.max(0, x);
        case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      };
    }
  }

  /**
   * Dense layer: the activation of weights times vector plus bias.
   *
   * @param in length of the given vector
   * @param out length of the new vector
   * @param weights {@code out} rows of {@code in} values
   * @param bias {@code out} values; zeros without a bias
   */
  record Dense(String file, int in, int out, float[] weights, float[] bias, Activation activation)
      implements SentenceModule {

    /**
     * Reads the config and the weights of a module's folder.
     *
     * @throws ModelUnsupported if the weights are not there as safetensors, or the config asks for
     *     an activation that Winnow does not have
     */
    static Dense read(Configs configs, String folder) {
      JsonNode config = configs.read(folder + "/" + ModelConfigs.CONFIG);
      String file = folder + "/" + ModelConfigs.WEIGHTS;
      if (!configs.has(file)) {
        throw new ModelUnsupported(
            file
                + " of the model must hold the weights of its module Dense, it is absent"
                + " (pytorch_model.bin is not read, because loading it can run code); save the"
                + " model again with safetensors, or set embed.output to an output that is pooled"
                + " already");
      }
      int in = config.path("in_features").asInt();
      int out = config.path("out_features").asInt();
      Safetensors tensors = Safetensors.read(configs.path(file), file);
      return new Dense(
          file,
          in,
          out,
          tensors.floats("linear.weight", out, in),
          config.path("bias").asBoolean(true) ? tensors.floats("linear.bias", out) : new float[out],
          activation(config.path("activation_function").asText("Tanh"), folder));
    }

    private static Activation activation(String name, String folder) {
      String simple = name.substring(name.lastIndexOf('.') + 1);
      for (Activation one : Activation.values()) {
        if (one.word.equals(simple)) {
          return one;
        }
      }
      throw new ModelUnsupported(
          folder
              + "/config.json of the model asks for the activation "
              + name
              + ", which Winnow does not have; it has Identity, Tanh, ReLU and Sigmoid");
    }

    @Override
    public float[] apply(float[] vector) {
      if (vector.length != in) {
        throw new ModelUnsupported(
            file
                + " of the model takes vectors of "
                + in
                + " numbers, the pooling gives "
                + vector.length
                + "; check embed.output and embed.pooling");
      }
      float[] made = new float[out];
      for (int o = 0; o < out; o++) {
        double sum = bias[o];
        for (int i = 0; i < in; i++) {
          sum += (double) weights[o * in + i] * vector[i];
        }
        made[o] = (float) activation.of(sum);
      }
      return made;
    }

    @Override
    public int length(int given) {
      return out;
    }

    @Override
    public String words() {
      return "dense " + in + " to " + out + ", " + activation.word + " (" + file + ")";
    }
  }
}
