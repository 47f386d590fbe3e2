package dev.winnow.transforms.embed;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.winnow.transforms.image.RasterImage;
import java.nio.FloatBuffer;
import java.util.List;

/** Images as batches of one shape, padded with black. */
final class ImageBatches implements DjlEncoder.Batches {

  private final ImagePreprocessing preprocessing;
  private final int batch;
  private final String inputName;

  ImageBatches(ModelFiles files, DjlOptions options, String inputName, Shape input) {
    this.inputName = inputName;
    // ONNX Runtime's model description in DJL may leave shapes out; the config then says the size.
    long[] shape = input == null ? new long[0] : input.getShape();
    boolean channelsFirst = shape.length == 4 && shape[1] == 3;
    this.preprocessing =
        ImagePreprocessing.of(
            files.folder().resolve(ModelFiles.PREPROCESSOR),
            options.preprocessing(),
            shape.length == 4 ? (int) shape[channelsFirst ? 2 : 1] : -1,
            shape.length == 4 ? (int) shape[channelsFirst ? 3 : 2] : -1);
    this.batch = shape.length > 0 && shape[0] > 0 ? (int) shape[0] : options.batch();
  }

  @Override
  public EncoderInput example() {
    return EncoderInput.of(new RasterImage(1, 1, 1, new byte[1]));
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs, DjlEncoder.Runner runner) {
    float[][] vectors = new float[inputs.size()][];
    int length = preprocessing.length();
    long height = preprocessing.tensorHeight();
    long width = preprocessing.tensorWidth();
    Shape shape =
        preprocessing.channelsFirst()
            ? new Shape(batch, 3, height, width)
            : new Shape(batch, height, width, 3);
    for (int from = 0; from < vectors.length; from += batch) {
      int n = Math.min(batch, vectors.length - from);
      float[] pixels = new float[batch * length];
      for (int i = 0; i < n; i++) {
        RasterImage image = inputs.get(from + i).image();
        if (image == null) {
          throw new IllegalArgumentException("inputs of an image model must be images, got a text");
        }
        preprocessing.write(image, pixels, i * length);
      }
      DjlEncoder.Output output =
          runner.run(
              List.of(
                  new DjlEncoder.Tensor(
                      inputName, FloatBuffer.wrap(pixels), shape, DataType.FLOAT32)));
      int dim = output.values().length / batch;
      for (int i = 0; i < n; i++) {
        vectors[from + i] = java.util.Arrays.copyOfRange(output.values(), i * dim, (i + 1) * dim);
      }
    }
    return vectors;
  }
}
