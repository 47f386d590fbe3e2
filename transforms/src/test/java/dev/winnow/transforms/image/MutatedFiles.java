package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Damaged picture files, each made from a sound one of every format by a seed. */
public final class MutatedFiles {

  private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff};

  private final List<byte[]> sound;

  /** Makes the sound files. */
  public MutatedFiles() throws Exception {
    BufferedImage rgb = FormatFixtures.gradient(BufferedImage.TYPE_INT_RGB);
    BufferedImage argb = FormatFixtures.gradient(BufferedImage.TYPE_INT_ARGB);
    argb.setRGB(0, 0, 0x10203040);
    BufferedImage palette = FormatFixtures.gradient(BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage deep = FormatFixtures.gradient(BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage bilevel = FormatFixtures.gradient(BufferedImage.TYPE_BYTE_BINARY);
    byte[] lossless = WebpFixture.lossless(argb);
    byte[] frame = WebpFixture.frame(0, 0, 40, 30, WebpFixture.picture(lossless));
    byte[] exif = WebpFixture.chunk("EXIF", FormatFixtures.exif(ByteOrder.BIG_ENDIAN, 6));
    byte[] row = new byte[31];
    byte[] text = FormatFixtures.pngChunk("zTXt", new byte[] {'a', 0, 0, 120, -100, 3, 0, 0, 0});
    sound = new ArrayList<>();
    sound.add(FormatFixtures.jpeg(rgb));
    sound.add(FormatFixtures.withAdobe(FormatFixtures.fourComponents(100, 90, 160, 200), 2));
    for (BufferedImage image : List.of(rgb, argb, palette, deep, bilevel)) {
      sound.add(FormatFixtures.written("png", image));
    }
    sound.add(FormatFixtures.png(30, 1, 8, 3, row, palette(), text));
    sound.add(animatedPng());
    sound.add(FormatFixtures.written("gif", palette));
    sound.add(
        HexFormat.of()
            .parseHex(
                "474946383961"
                    + "020001009100"
                    + "00ff00000000ff000000000000"
                    + "21f904000a0000002c00000000020001000002024"
                    + "40a0021f904000a0000002c000000000200010000020"
                    + "2440a003b"));
    sound.add(FormatFixtures.written("bmp", rgb));
    sound.add(FormatFixtures.written("bmp", palette));
    sound.add(FormatFixtures.compressed("bmp", palette, "BI_RLE8"));
    for (String type : new String[] {"LZW", "Deflate", "PackBits", "JPEG", "ZLib"}) {
      sound.add(FormatFixtures.compressed("tiff", rgb, type));
    }
    sound.add(FormatFixtures.compressed("tiff", bilevel, "CCITT T.6"));
    sound.add(FormatFixtures.compressed("tiff", deep, "LZW"));
    sound.add(lossless);
    sound.add(WebpFixture.lossy(rgb, 0.8f));
    sound.add(WebpFixture.lossy(argb, 0.8f));
    sound.add(WebpFixture.extended(2 + 8, 60, 50, frame, frame, exif));
    sound.add("P5 6 4 255 abcdefghijklmnopqrstuvwx".getBytes(StandardCharsets.US_ASCII));
    sound.add("P6\n# note\n2 2 255\nabcdefghijkl".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] palette() throws Exception {
    return FormatFixtures.pngChunk("PLTE", new byte[] {1, 2, 3, 4, 5, 6});
  }

  private static byte[] animatedPng() throws Exception {
    byte[] still = FormatFixtures.png(1, 1, 8, 0, new byte[] {0, 50});
    byte[] control = new byte[26];
    control[7] = 1;
    control[11] = 1;
    byte[] data = Arrays.copyOfRange(still, 41, still.length - 16);
    return WebpFixture.joined(
        Arrays.copyOf(still, 33),
        FormatFixtures.pngChunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0}),
        FormatFixtures.pngChunk("fcTL", control),
        Arrays.copyOfRange(still, 33, still.length - 12),
        FormatFixtures.pngChunk("fcTL", control),
        FormatFixtures.pngChunk("fdAT", WebpFixture.joined(new byte[] {0, 0, 0, 2}, data)),
        FormatFixtures.pngChunk("IEND", new byte[0]));
  }

  /** Returns the sound files. */
  public List<byte[]> sound() {
    return sound;
  }

  /**
   * Returns a damaged file. The damage is one to three of: flipped bits, bytes of extreme value, a
   * cut, a splice with another file, a repeated or removed part, and sizes in the first bytes.
   */
  public byte[] mutated(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] file = sound.get(random.nextInt(sound.size())).clone();
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps && file.length > 0; i++) {
      file = damaged(file, random);
    }
    return file;
  }

  private byte[] damaged(byte[] file, SplittableRandom random) {
    int at = random.nextInt(file.length);
    int length = Math.min(file.length - at, 1 + random.nextInt(40));
    switch (random.nextInt(7)) {
      case 0 -> {
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
      }
      case 1 -> {
        for (int i = 0; i < length; i++) {
          file[at + i] = (byte) EDGES[random.nextInt(EDGES.length)];
        }
        return file;
      }
      case 2 -> {
        return Arrays.copyOf(file, at);
      }
      case 3 -> {
        byte[] other = sound.get(random.nextInt(sound.size()));
        return WebpFixture.joined(
            Arrays.copyOf(file, at),
            Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
      }
      case 4 -> {
        return WebpFixture.joined(
            Arrays.copyOf(file, at + length), Arrays.copyOfRange(file, at, file.length));
      }
      case 5 -> {
        return WebpFixture.joined(
            Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + length, file.length));
      }
      default -> {
        // Formats hold their sizes in the first bytes, TIFF in its directory at the end.
        int place = random.nextInt(Math.min(file.length, 64));
        int start = random.nextBoolean() ? place : file.length - 1 - place;
        for (int i = start; i < Math.min(file.length, start + 1 + random.nextInt(4)); i++) {
          file[i] = (byte) EDGES[random.nextInt(EDGES.length)];
        }
        return file;
      }
    }
  }
}
