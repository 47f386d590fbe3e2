package dev.winnow.jobs.sample;

import dev.winnow.jobs.sample.SampleCorpus.SampleFile;
import dev.winnow.jobs.sample.SampleManifest.Kind;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Generates the images of the sample corpus: ten classes with sizes by Zipf's law, copies, and
 * broken files.
 */
final class SampleImages {

  static final int SIDE = 96;
  private static final int LARGEST = 640;
  private static final int EXACT = 40;
  private static final int NEAR = 60;

  private final long seed;
  private final List<String> names = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<BufferedImage> pictures = new ArrayList<>();
  private final List<SampleFile> files = new ArrayList<>();

  SampleImages(long seed) {
    this.seed = seed;
  }

  List<SampleFile> files(SampleManifest manifest) {
    for (Scene scene : Scene.values()) {
      String label = scene.name().toLowerCase(Locale.ROOT);
      int size = Math.max(30, LARGEST / (scene.ordinal() + 1));
      for (int i = 0; i < size; i++) {
        SplittableRandom random = random(scene.ordinal() * 10_000L + i);
        boolean png = i % 4 == 3;
        String name =
            String.format(
                Locale.ROOT, "images/%s/%s-%04d.%s", label, label, i, png ? "png" : "jpg");
        BufferedImage picture = scene.draw(random);
        pictures.add(picture);
        names.add(name);
        labels.add(label);
        files.add(new SampleFile(name, png ? png(picture) : jpeg(picture, 0.9f)));
        manifest.image(name, Kind.CLEAN, "", label, "");
      }
    }
    int clean = files.size();
    for (int i = 0; i < EXACT; i++) {
      int of = random(1_000_000L + i).nextInt(clean);
      String name = copyName(of, "copy", i, extension(names.get(of)));
      files.add(new SampleFile(name, files.get(of).bytes()));
      manifest.image(name, Kind.EXACT_DUPLICATE, names.get(of), labels.get(of), "");
    }
    for (int i = 0; i < NEAR; i++) {
      int of = random(2_000_000L + i).nextInt(clean);
      String name = copyName(of, "near", i, "jpg");
      files.add(new SampleFile(name, nearCopy(pictures.get(of), i)));
      manifest.image(name, Kind.NEAR_DUPLICATE, names.get(of), labels.get(of), "");
    }
    broken(manifest);
    return files;
  }

  private SplittableRandom random(long item) {
    return new SplittableRandom(
        (seed ^ (seed >>> 31)) * 0x94D049BB133111EBL + item * 0xBF58476D1CE4E5B9L);
  }

  private String copyName(int of, String kind, int number, String extension) {
    return String.format(
        Locale.ROOT,
        "images/%s/%s-%s-%02d.%s",
        labels.get(of),
        labels.get(of),
        kind,
        number,
        extension);
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Makes a near copy: saved with low quality, brighter, mirrored, or cropped at the edges. */
  private static byte[] nearCopy(BufferedImage picture, int number) {
    return switch (number % 4) {
      case 0 -> jpeg(picture, 0.3f);
      case 1 -> jpeg(brighter(picture), 0.9f);
      case 2 -> jpeg(moved(picture, new AffineTransform(-1, 0, 0, 1, SIDE, 0)), 0.9f);
      default -> jpeg(moved(picture, new AffineTransform(1.09, 0, 0, 1.09, -4, -4)), 0.9f);
    };
  }

  private static BufferedImage moved(BufferedImage picture, AffineTransform transform) {
    BufferedImage moved = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = moved.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, transform, null);
    g.dispose();
    return moved;
  }

  private static BufferedImage brighter(BufferedImage picture) {
    BufferedImage bright = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int rgb = picture.getRGB(x, y);
        bright.setRGB(x, y, lift(rgb >> 16) << 16 | lift(rgb >> 8) << 8 | lift(rgb));
      }
    }
    return bright;
  }

  private static int lift(int channel) {
    return Math.min(255, (channel & 0xff) * 11 / 10 + 6);
  }

  private void broken(SampleManifest manifest) {
    byte[] jpeg = files.get(0).bytes();
    byte[] png = files.get(3).bytes();
    for (int i = 0; i < 5; i++) {
      broken(manifest, i, "jpg", new byte[0], "empty_file");
    }
    for (int i = 5; i < 8; i++) {
      byte[] whole = files.get(4 * i).bytes();
      broken(manifest, i, "jpg", Arrays.copyOf(whole, whole.length * 2 / 5), "truncated");
    }
    for (int i = 8; i < 10; i++) {
      broken(manifest, i, "png", Arrays.copyOf(png, png.length * (i - 5) / 10), "truncated");
    }
    for (int i = 10; i < 14; i++) {
      byte[] text =
          ("This is file " + i + ", a note and no picture.\n").getBytes(StandardCharsets.UTF_8);
      broken(manifest, i, "jpg", text, "not_an_image");
    }
    for (int i = 14; i < 17; i++) {
      byte[] damaged = png.clone();
      // The compressed pixels of a PNG begin after 8 + 25 + 8 bytes; this damages their header.
      damaged[41] = (byte) 0xff;
      damaged[42] = (byte) (0xf0 + i);
      broken(manifest, i, "png", damaged, "corrupt");
    }
    byte[] bomb = png.clone();
    ByteBuffer.wrap(bomb).putInt(16, 65535).putInt(20, 65535);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
    broken(manifest, 17, "png", bomb, "too_many_pixels");
    byte[] large = jpeg.clone();
    int size = startOfFrame(large);
    ByteBuffer.wrap(large).putShort(size, (short) 65000).putShort(size + 2, (short) 65000);
    broken(manifest, 18, "jpg", large, "too_many_pixels");
    byte[] avif = "\0\0\0\u0020ftypavif\0\0\0\0avifmif1".getBytes(StandardCharsets.ISO_8859_1);
    broken(manifest, 19, "jpg", Arrays.copyOf(avif, 40), "unsupported_format");
  }

  private void broken(
      SampleManifest manifest, int number, String extension, byte[] bytes, String code) {
    String label = Scene.values()[number % Scene.values().length].name().toLowerCase(Locale.ROOT);
    String name =
        String.format(Locale.ROOT, "images/%s/%s-broken-%02d.%s", label, label, number, extension);
    files.add(new SampleFile(name, bytes));
    manifest.image(name, Kind.BROKEN, "", label, code);
  }

  /** Returns the offset of the height in the frame header of a baseline JPEG. */
  private static int startOfFrame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    return at + 5;
  }

  private static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] jpeg(BufferedImage picture, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
