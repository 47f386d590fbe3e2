package dev.winnow.transforms;

import dev.winnow.transforms.image.RasterImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Fashion-MNIST as images and labels. */
public record FashionMnist(List<RasterImage> images, String[] labels) {

  /**
   * @param part train or t10k
   */
  public static FashionMnist read(String part) throws IOException {
    String folder = "data/images/fashion-mnist/" + part;
    List<RasterImage> images = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new GZIPInputStream(
                Files.newInputStream(Shared.path(folder + "-images-idx3-ubyte.gz")), 1 << 16))) {
      in.readInt();
      int count = in.readInt();
      in.readInt();
      in.readInt();
      for (int i = 0; i < count; i++) {
        images.add(new RasterImage(28, 28, 1, in.readNBytes(28 * 28)));
      }
    }
    String[] labels = new String[images.size()];
    try (DataInputStream in =
        new DataInputStream(
            new GZIPInputStream(
                Files.newInputStream(Shared.path(folder + "-labels-idx1-ubyte.gz"))))) {
      in.readLong();
      for (int i = 0; i < labels.length; i++) {
        labels[i] = String.valueOf(in.readUnsignedByte());
      }
    }
    return new FashionMnist(images, labels);
  }
}
