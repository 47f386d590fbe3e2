package dev.winnow.transforms.experiment.fit;

import java.util.Arrays;
import java.util.List;

/**
 * Forms of scaling laws. M1 to M4 are those of Alabdulmohsin et al. 2022, "Revisiting Neural
 * Scaling Laws in Language and Vision"; that of two sizes is equation 2 of Hoffmann et al. 2022.
 */
public enum LawForm {
  POWER("power", "A D^-beta", false, SumOfTerms.power(false)),
  FLOOR("floor", "E + A D^-beta", false, SumOfTerms.power(true)),
  EXPONENTIAL("exponential", "E + A exp(-c D)", false, SumOfTerms.exponential()),
  SHIFTED("shifted", "A (1/D + gamma)^beta", false, new ShiftedLaw()),
  SATURATING("saturating", "(L - E) / (L0 - L)^delta = A D^-beta", false, new SaturatingLaw()),
  TWO_POWERS("two-powers", "A N^-alpha + B D^-beta", true, SumOfTerms.twoSizes(false)),
  TWO_SIZES("two-sizes", "E + A N^-alpha + B D^-beta", true, SumOfTerms.twoSizes(true));

  private final String label;
  private final String formula;
  private final boolean ofTwoSizes;
  private final Law law;

  LawForm(String label, String formula, boolean ofTwoSizes, Law law) {
    this.label = label;
    this.formula = formula;
    this.ofTwoSizes = ofTwoSizes;
    this.law = law;
  }

  /** Returns the forms of one size, or those of two. */
  public static List<LawForm> of(boolean twoSizes) {
    return Arrays.stream(values()).filter(form -> form.ofTwoSizes == twoSizes).toList();
  }

  public String label() {
    return label;
  }

  public String formula() {
    return formula;
  }

  public boolean ofTwoSizes() {
    return ofTwoSizes;
  }

  Law law() {
    return law;
  }
}
