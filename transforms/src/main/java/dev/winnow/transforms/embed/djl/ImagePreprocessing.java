package dev.winnow.transforms.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import dev.winnow.transforms.image.Resampler.Filter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Steps that turn an image into a tensor: resize, crop the centre, scale, normalise and lay out.
 * They follow a preprocessor_config.json as the classes of Hugging Face's transformers read it.
 *
 * @param processor class that is followed
 * @param size size of the resized image; null for no resizing
 * @param crop size of the centre crop; null for no crop
 * @param tensor size of the tensor
 * @param filter filter of the resizing
 * @param values scaling and normalisation
 * @param channelsFirst true for NCHW, false for NHWC
 * @param reversed true for blue first
 */
record ImagePreprocessing(
    ImageProcessor processor,
    ProcessorSize size,
    ProcessorSize crop,
    ProcessorSize tensor,
    Filter filter,
    PixelValues values,
    boolean channelsFirst,
    boolean reversed) {

  private static final Filter[] CODES = {
    Filter.NEAREST, Filter.LANCZOS, Filter.BILINEAR, Filter.BICUBIC, Filter.BOX, Filter.HAMMING
  };

  /** Shortest side from which ConvNeXT resizes to a square and crops nothing. */
  private static final int WARPED = 384;

  /**
   * Reads the file beside the model, if it exists, and applies the overrides.
   *
   * @param file local file
   * @param shown name of the file in messages
   * @param overrides keys that replace those of the file
   * @param height height of the model's input; at most 0 if any height is allowed
   * @param width width of the model's input, likewise
   * @throws ModelUnsupported if a class, key or value is not understood, or the model takes images
   *     of another size
   */
  static ImagePreprocessing read(
      Path file, String shown, Map<String, Object> overrides, int height, int width) {
    ProcessorConfig config = ProcessorConfig.read(file, shown, overrides);
    ImageProcessor processor = config.processor();
    Filter filter = filter(config);
    ProcessorSize size = ProcessorSize.size(config);
    ProcessorSize crop = crop(config, size);
    boolean resizes = config.flag("do_resize", true);
    double part = config.positive("crop_pct", 224.0 / 256, 1);
    ProcessorSize model = height > 0 && width > 0 ? new ProcessorSize(width, height, 0) : null;
    if (!resizes) {
      size = null;
    } else if (size == null) {
      size = fromModel(config, model);
    } else if (processor == ImageProcessor.CONVNEXT && size.isEdge()) {
      ProcessorSize square = ProcessorSize.square(size.edge());
      if (crop != null && !crop.equals(square)) {
        throw config.refusal(
            "do_center_crop",
            "must be false for " + processor.className() + ", which crops to size itself",
            "set it to false, or crop_size to size");
      }
      crop = size.edge() < WARPED ? square : null;
      size = size.edge() < WARPED ? ProcessorSize.edge((int) (size.edge() / part)) : square;
    }
    ImagePreprocessing read =
        new ImagePreprocessing(
            processor,
            size,
            crop,
            tensor(config, size, crop, model),
            filter,
            PixelValues.of(config),
            config.word("layout", "nchw", "nchw", "nhwc").equals("nchw"),
            config.word("channel_order", "rgb", "rgb", "bgr").equals("bgr"));
    read.checkModel(config, height, width);
    return read;
  }

  private static ProcessorSize fromModel(ProcessorConfig config, ProcessorSize model) {
    if (model == null) {
      throw config.refusal(
          "size",
          "must be given, because the model takes images of any size",
          "set embed.preprocessing.size");
    }
    return model;
  }

  private static ProcessorSize crop(ProcessorConfig config, ProcessorSize size) {
    ImageProcessor processor = config.processor();
    boolean unnamed = processor == ImageProcessor.UNNAMED;
    // Without a class, and for a shorter side that the recipe gives, a crop makes one size of all.
    boolean fits =
        size != null
            && size.isEdge()
            && (unnamed || processor != ImageProcessor.CONVNEXT && config.isOverridden("size"));
    boolean byDefault = processor.crops() || fits || unnamed && config.has("crop_size");
    ProcessorSize otherwise =
        processor.crop() > 0
            ? ProcessorSize.square(processor.crop())
            : fits ? ProcessorSize.square(size.edge()) : unnamed ? size : null;
    boolean crops = config.flag("do_center_crop", byDefault);
    // Read in every case, so that a form that is not understood is refused.
    return crops || config.has("crop_size") ? ProcessorSize.crop(config, otherwise, crops) : null;
  }

  private static ProcessorSize tensor(
      ProcessorConfig config, ProcessorSize size, ProcessorSize crop, ProcessorSize model) {
    if (crop != null) {
      return crop;
    }
    if (size != null && !size.isEdge()) {
      return size;
    }
    String key = size == null ? "do_resize" : "do_center_crop";
    if (model == null) {
      throw config.refusal(
          key,
          "must be true, because the model takes images of any size and a batch has one size",
          "set embed.preprocessing.crop");
    }
    if (size != null && size.edge() != Math.min(model.width(), model.height())) {
      throw config.refusal(
          "size",
          "must be the shorter side of the model's input, "
              + model.width()
              + " x "
              + model.height()
              + ", if nothing is cropped",
          "set embed.preprocessing.crop");
    }
    return model;
  }

  private void checkModel(ProcessorConfig config, int height, int width) {
    boolean other = width > 0 && tensor.width() != width || height > 0 && tensor.height() != height;
    if (other) {
      boolean crops = crop != null && processor != ImageProcessor.CONVNEXT;
      throw config.refusal(
          crops ? "crop_size" : "size",
          "gives images of "
              + tensor.width()
              + " x "
              + tensor.height()
              + ", but the model takes "
              + (width > 0 ? width : "any width")
              + " x "
              + (height > 0 ? height : "any height"),
          "set embed.preprocessing." + (crops ? "crop" : "size"));
    }
  }

  private static Filter filter(ProcessorConfig config) {
    if (!config.has("resample")) {
      return config.processor().filter();
    }
    JsonNode resample = config.get("resample");
    if (resample.isTextual() && config.isOverridden("resample")) {
      for (Filter filter : CODES) {
        if (filter.name().toLowerCase(Locale.ROOT).equals(resample.asText())) {
          return filter;
        }
      }
    }
    int code = resample.isIntegralNumber() && resample.canConvertToInt() ? resample.asInt() : -1;
    if (code < 0 || code >= CODES.length) {
      throw config.refusal(
          "resample",
          "must be a number from 0 to 5",
          "0 is nearest, 1 lanczos, 2 bilinear, 3 bicubic, 4 box, 5 hamming");
    }
    return CODES[code];
  }

  /** Returns the number of floats of one image. */
  int length() {
    return 3 * tensor.width() * tensor.height();
  }

  /** Returns the reason why an image gives no tensor of this size; null if it gives one. */
  String refusal(RasterImage image) {
    if (crop != null || size != null && !size.isEdge()) {
      return null;
    }
    long width = size == null ? image.width() : resizedWidth(image);
    long height = size == null ? image.height() : resizedHeight(image);
    if (width == tensor.width() && height == tensor.height()) {
      return null;
    }
    return "image must be "
        + tensor.width()
        + " x "
        + tensor.height()
        + (size == null
            ? " for this model, whose do_resize is false"
            : " for this model after its shorter side is resized, because do_center_crop is false")
        + ", got "
        + width
        + " x "
        + height;
  }

  private long resizedWidth(RasterImage image) {
    return !size.isEdge()
        ? size.width()
        : image.width() <= image.height()
            ? size.edge()
            : (long) size.edge() * image.width() / image.height();
  }

  private long resizedHeight(RasterImage image) {
    return !size.isEdge()
        ? size.height()
        : image.width() <= image.height()
            ? (long) size.edge() * image.height() / image.width()
            : size.edge();
  }

  /** Writes the tensor of an image that is not refused, beginning at {@code start}. */
  void write(RasterImage image, float[] into, int start) {
    RasterImage sized =
        Resampler.resizeAndCrop(
            image,
            size == null ? image.width() : resizedWidth(image),
            size == null ? image.height() : resizedHeight(image),
            filter,
            tensor.width(),
            tensor.height());
    int n = tensor.width() * tensor.height();
    byte[] pixels = sized.pixels();
    int channels = sized.channels();
    float[] table = new float[256];
    for (int c = 0; c < 3; c++) {
      // A table, because a sample has only 256 values.
      for (int v = 0; v < table.length; v++) {
        table[v] = values.of(v, c);
      }
      int from = channels == 1 ? 0 : reversed ? 2 - c : c;
      int at = start + (channelsFirst ? c * n : c);
      int step = channelsFirst ? 1 : 3;
      for (int i = 0; i < n; i++) {
        into[at + i * step] = table[pixels[i * channels + from] & 0xff];
      }
    }
  }
}
