package dev.winnow.transforms.experiment.fit;

/** Signals that measurements can't support a scaling law. */
public final class FitRefused extends RuntimeException {

  private final String what;
  private final String value;
  private final String remedy;

  /**
   * @param what the rule, such as "D must have at least 4 sizes"
   * @param value what breaks it
   * @param remedy what the caller can do
   */
  public FitRefused(String what, String value, String remedy) {
    super(what + ", got " + value + "; " + remedy);
    this.what = what;
    this.value = value;
    this.remedy = remedy;
  }

  public String what() {
    return what;
  }

  public String value() {
    return value;
  }

  public String remedy() {
    return remedy;
  }
}
