package dev.winnow.jobs.recipe;

import java.util.List;

/** Preprocessing of images for a model; absent values come from the model's own file. */
public record Preprocessing(
    @Key(value = "Height and width in pixels.", min = 1, max = 8192) Integer size,
    @Key(
            value = "Length in pixels to which the shorter side is resized, before the crop.",
            min = 1,
            max = 8192)
        Integer shortestEdge,
    @Key(value = "Side of the square centre crop in pixels.", min = 1, max = 8192) Integer crop,
    @Key("Filter of the resize.") Resample resample,
    @Key("Order of the tensor's axes.") Layout layout,
    @Key("Order of the channels.") ChannelOrder channelOrder,
    @Key("Three channel means, subtracted after pixels are scaled to [0, 1].") List<Double> mean,
    @Key("Three channel standard deviations, for pixels scaled to [0, 1].") List<Double> std) {

  /** Filters of a resize. */
  public enum Resample {
    BILINEAR,
    BICUBIC
  }

  /** Axes of a batch of images. */
  public enum Layout {
    NCHW,
    NHWC
  }

  /** Orders of channels. */
  public enum ChannelOrder {
    RGB,
    BGR
  }
}
