package dev.winnow.transforms.image.colour;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * ICC profile of a file. It is an optional part: a file with a damaged profile, or with one of
 * another colour space than its samples, is decoded as if it had none.
 */
public final class ColourProfile {

  /** Bytes before the tags. */
  private static final int HEADER = 128;

  private static final int MOST_KNOWN = 1000;

  /** Usable or not, by digest, because the platform takes milliseconds to read a profile. */
  private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

  /**
   * Returns true if a profile is of RGB and the platform can convert red, green and blue by it to
   * sRGB.
   *
   * @param profile bytes of the profile; any bytes are allowed
   */
  public static boolean isUsableForRgb(byte[] profile) {
    // Bytes 16 to 19 name the colour space; most foreign profiles end here.
    if (profile.length <= HEADER
        || profile[16] != 'R'
        || profile[17] != 'G'
        || profile[18] != 'B'
        || profile[19] != ' ') {
      return false;
    }
    String digest = DigestUtils.sha256Hex(profile);
    Boolean known = KNOWN.get(digest);
    if (known == null) {
      known = canConvert(profile);
      // Forgetting all costs another test of each; a data set has few profiles.
      if (KNOWN.size() >= MOST_KNOWN) {
        KNOWN.clear();
      }
      KNOWN.put(digest, known);
    }
    return known;
  }

  private static boolean canConvert(byte[] profile) {
    try {
      ICC_Profile read = ICC_Profile.getInstance(profile);
      if (read.getColorSpaceType() != ColorSpace.TYPE_RGB || read.getNumComponents() != 3) {
        return false;
      }
      float[] white = new ICC_ColorSpace(read).toRGB(new float[] {1, 1, 1});
      return white.length == 3;
    } catch (IllegalArgumentException | CMMException e) {
      // The platform's two ways to say that it can't use a profile.
      return false;
    }
  }

  private ColourProfile() {}
}
