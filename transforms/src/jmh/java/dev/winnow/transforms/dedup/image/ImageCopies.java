package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.Shared;
import dev.winnow.transforms.dedup.image.Photographs.Photograph;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Copies of photographs by kinds of edit that were not used to develop the method. */
final class ImageCopies {

  private interface Edit {
    RasterImage of(RasterImage image, SplittableRandom random);
  }

  /** Edits by kind: first the kinds that count for the goal, then some harder ones. */
  private static final Map<String, Edit> EDITS = new LinkedHashMap<>();

  static final int COUNTED = 8;

  static {
    EDITS.put("grey", (image, random) -> ImageEdits.grey(image));
    EDITS.put("noise", (image, random) -> ImageEdits.noisy(image, 12, random));
    EDITS.put("gamma", (image, random) -> ImageEdits.gamma(image, random.nextBoolean() ? 0.5 : 2));
    EDITS.put("caption bar", (image, random) -> ImageEdits.captioned(image, 0.18, random));
    EDITS.put("white border", (image, random) -> ImageEdits.bordered(image, 0.08));
    EDITS.put("blur", (image, random) -> ImageEdits.blurred(image, 1));
    EDITS.put("stretched by 1.2", (image, random) -> ImageEdits.stretched(image, 1.2));
    EDITS.put("crop of 0.83 off centre", (image, random) -> cropped(image, 0.83, random));
    EDITS.put(
        "crop of 0.65 at the centre", (image, random) -> ImageEdits.centreCropped(image, 0.65));
    EDITS.put("crop of 0.70 off centre", (image, random) -> cropped(image, 0.70, random));
    EDITS.put(
        "rotated by 8 degrees",
        (image, random) -> ImageEdits.rotated(image, random.nextBoolean() ? 8 : -8));
    EDITS.put("reduced to 32 pixels", (image, random) -> ImageEdits.downscaled(image, 32));
    EDITS.put(
        "mirrored, crop of 0.90",
        (image, random) -> ImageEdits.mirrored(ImageEdits.centreCropped(image, 0.90)));
    EDITS.put("stretched by 1.35", (image, random) -> ImageEdits.stretched(image, 1.35));
  }

  private static RasterImage cropped(RasterImage image, double part, SplittableRandom random) {
    double rest = 1 - part;
    return ImageEdits.cropped(image, part, rest * random.nextDouble(), rest * random.nextDouble());
  }

  static List<String> kinds() {
    return List.copyOf(EDITS.keySet());
  }

  /** Makes copies of each kind, with embeddings of the same model as the corpus. */
  static List<Photograph> of(List<Photograph> all, int each, long seed) {
    List<Photograph> originals =
        all.stream()
            .filter(photo -> photo.kind() == null && photo.image().channels() == 3)
            .toList();
    SplittableRandom random = new SplittableRandom(seed);
    List<Photograph> edited = new ArrayList<>();
    EDITS.forEach(
        (kind, edit) -> {
          for (int i = 0; i < each; i++) {
            Photograph source = originals.get(random.nextInt(originals.size()));
            RasterImage image = edit.of(source.image(), random);
            String id = "y/" + kind + " " + i;
            edited.add(new Photograph(id, kind, source.id(), image.pixels(), image, null));
          }
        });
    String model = Shared.path("models/mobilenet_v2_1.0_224").toString();
    DjlOptions options =
        new DjlOptions(
            model, null, "embedding", null, null, null, "cpu", 16, 1, Map.of(), Map.of());
    float[][] vectors;
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      vectors =
          encoder.encode(edited.stream().map(photo -> EncoderInput.of(photo.image())).toList());
    }
    List<Photograph> made = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      Photograph copy = edited.get(i);
      made.add(
          new Photograph(
              copy.id(),
              copy.kind(),
              copy.source(),
              copy.bytes(),
              copy.image(),
              UnitVector.of(vectors[i]).vector()));
    }
    return made;
  }

  private ImageCopies() {}
}
