package dev.winnow.jobs.recipe;

import java.util.Locale;

/** Encoders by their names in recipes. */
public enum EncoderKind {
  DJL,
  PATCH_KMEANS,
  TFIDF_SVD,
  COLUMN,
  SPARK_ML;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
