package dev.winnow.transforms.embed.djl;

import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.platform.Fp16Conversions;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Lays out images as batches of one shape, padded with black. */
final class ImageBatches implements DjlEncoder.Batches {

  private final ImagePreprocessing preprocessing;
  private final String source;
  private final int batch;
  private final int bytes;
  private final boolean half;
  private final Shape shape;
  private final String inputName;
  private final DirectBuffers buffers = new DirectBuffers();

  /**
   * @param half true if the model takes 16-bit floats
   */
  ImageBatches(ModelFiles files, DjlOptions options, String inputName, Shape input, boolean half) {
    this.inputName = inputName;
    this.half = half;
    // Not every model gives a shape; without one, the size comes from the config.
    long[] dims = input == null ? new long[0] : input.getShape();
    boolean channelsFirst = dims.length == 4 && (dims[1] == 3 || dims[3] != 3);
    Path file = files.folder().resolve(ModelFiles.PREPROCESSOR);
    String shown = shown(options.model(), files.file());
    this.preprocessing =
        ImagePreprocessing.read(
            file,
            shown,
            options.preprocessing(),
            dims.length == 4 ? (int) dims[channelsFirst ? 2 : 1] : -1,
            dims.length == 4 ? (int) dims[channelsFirst ? 3 : 2] : -1);
    this.source = Files.exists(file) ? shown : null;
    this.batch = dims.length > 0 && dims[0] > 0 ? (int) dims[0] : options.batch();
    long floats = (long) batch * preprocessing.length();
    if (floats > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "embed.batch must keep a batch under 2 GiB, got "
              + batch
              + " images of "
              + preprocessing.length()
              + " floats");
    }
    this.bytes = Math.toIntExact(floats * (half ? Short.BYTES : Float.BYTES));
    long height = preprocessing.tensor().height();
    long width = preprocessing.tensor().width();
    this.shape =
        preprocessing.channelsFirst()
            ? new Shape(batch, 3, height, width)
            : new Shape(batch, height, width, 3);
  }

  /** Returns the place of the config as the user knows it, not that of the copy. */
  private static String shown(String model, String file) {
    String folder =
        model.endsWith("/" + file)
            ? model.substring(0, model.length() - file.length() - 1)
            : model.equals(file) ? "." : model;
    return folder + (folder.endsWith("/") ? "" : "/") + ModelFiles.PREPROCESSOR;
  }

  @Override
  public EncoderInput example() {
    // It has the tensor's size, because not every config resizes.
    int width = preprocessing.tensor().width();
    int height = preprocessing.tensor().height();
    return EncoderInput.of(new RasterImage(width, height, 1, new byte[width * height]));
  }

  @Override
  public ImageRejected refusal(EncoderInput input) {
    String reason = input.image() == null ? null : preprocessing.refusal(input.image());
    return reason == null ? null : new ImageRejected(ImageRejected.WRONG_SIZE, reason);
  }

  @Override
  public List<String> settings() {
    String name = preprocessing.processor().className();
    if (name.isEmpty()) {
      return source == null ? List.of() : List.of("images by the keys of " + source);
    }
    return List.of("images by " + name + (source == null ? "" : " (" + source + ")"));
  }

  @Override
  public int window() {
    return batch;
  }

  @Override
  public void prepare(
      List<EncoderInput> inputs,
      float[][] vectors,
      LoadedModel.Runner runner,
      Consumer<Runnable> runs) {
    for (int from = 0; from < vectors.length; from += batch) {
      int start = from;
      int n = Math.min(batch, vectors.length - from);
      ByteBuffer buffer = buffers.take(bytes);
      float[] one = new float[preprocessing.length()];
      for (int i = 0; i < n; i++) {
        RasterImage image = inputs.get(from + i).image();
        if (image == null) {
          throw new IllegalArgumentException("inputs of an image model must be images, got a text");
        }
        String refusal = preprocessing.refusal(image);
        if (refusal != null) {
          throw new IllegalArgumentException(refusal);
        }
        preprocessing.write(image, one, 0);
        put(buffer, i, one);
      }
      Arrays.fill(one, 0);
      for (int i = n; i < batch; i++) {
        put(buffer, i, one);
      }
      List<Tensor> tensors =
          List.of(
              half
                  ? Tensor.halves(inputName, buffer, shape)
                  : Tensor.floats(inputName, buffer.asFloatBuffer(), shape));
      runs.accept(
          () -> {
            ModelOutput output = runner.run(tensors);
            buffers.giveBack(buffer);
            int dim = output.values().length / batch;
            for (int i = 0; i < n; i++) {
              vectors[start + i] = Arrays.copyOfRange(output.values(), i * dim, (i + 1) * dim);
            }
          });
    }
  }

  private void put(ByteBuffer buffer, int i, float[] values) {
    if (!half) {
      buffer.asFloatBuffer().put(i * values.length, values);
      return;
    }
    ShortBuffer halves = buffer.asShortBuffer();
    for (int j = 0; j < values.length; j++) {
      halves.put(i * values.length + j, Fp16Conversions.floatToFp16(values[j]));
    }
  }
}
