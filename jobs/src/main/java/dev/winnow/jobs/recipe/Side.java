package dev.winnow.jobs.recipe;

import dev.winnow.transforms.ingest.Modality;

/** One side of an image-text pair. */
public enum Side {
  IMAGE(Modality.IMAGE),
  TEXT(Modality.TEXT);

  private final Modality modality;

  Side(Modality modality) {
    this.modality = modality;
  }

  public Modality modality() {
    return modality;
  }
}
