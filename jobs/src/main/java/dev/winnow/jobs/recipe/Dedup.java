package dev.winnow.jobs.recipe;

import dev.winnow.transforms.ingest.Modality;
import java.math.BigDecimal;

/**
 * Which duplicates go, before hardness means much. Exact and near ones go before clustering,
 * semantic ones after it.
 *
 * @param epsilon null: no semantic deduplication, unless {@code targetFraction} is given
 */
public record Dedup(
    @Key(
            value = "Whether rows of equal content go: bytes, decoded pixels, normalised text.",
            byDefault = "true")
        boolean exact,
    @Key(
            "Whether near duplicates go: similar pictures, texts that share most letters; true for"
                + " images and texts if not said.")
        Boolean near,
    @Key(
            value = "Texts: the Jaccard similarity of shingles from which a pair is near.",
            min = 0,
            max = 1,
            aboveMin = true)
        Double nearJaccard,
    @Key(
            value = "Images: bits by which the perceptual hashes of a candidate pair may differ.",
            min = 0,
            max = 64)
        Integer nearHamming,
    @Key(
            value = "Images: the correlation of pictures from which a candidate pair is near.",
            min = 0,
            max = 1,
            aboveMin = true)
        Double nearCorrelation,
    @Key(
            value =
                "Turns semantic deduplication on: a row goes if its cosine similarity to one ranked"
                    + " before it is above 1 - epsilon.",
            min = 0,
            max = 2,
            aboveMin = true)
        Double epsilon,
    @Key(
            value = "Instead of epsilon: the share of rows that is to stay after it.",
            min = 0,
            max = 1,
            aboveMin = true)
        BigDecimal targetFraction,
    @Key(
            value =
                "Which rows of a group go; reference is that of SemDeDup's code. Near duplicates"
                    + " follow components, or else greedy.",
            byDefault = "reference")
        DedupRule rule,
    @Key(
            value =
                "Which of semantic duplicates stays; of near ones the larger, then longer, stays.",
            byDefault = "hard")
        KeptDuplicate whichToKeep,
    @Key(
            value = "Clusters beside its own with which a row is compared too.",
            byDefault = "0",
            min = 0,
            max = 1000)
        int probes,
    @Key(
            value = "Rows that are compared with all others, to measure what was missed.",
            byDefault = "0",
            min = 0,
            max = 1_000_000)
        int auditRows,
    @Key("Held-out examples whose duplicates go.") Exclude exclude,
    @Key(
            value = "Whether the survivors are clustered and scored anew, as D4 does.",
            byDefault = "false")
        boolean recluster) {

  /** Whether near duplicates of such examples go. */
  public boolean near(Modality modality) {
    return near != null ? near : modality == Modality.IMAGE || modality == Modality.TEXT;
  }

  /** Whether something is dropped before clustering. */
  public boolean beforeClusters(Modality modality) {
    return exact || near(modality);
  }

  /** What exact and near duplicates depend on, as text. */
  public String beforeClustersContent() {
    return exact
        + "/"
        + near
        + "/"
        + nearJaccard
        + "/"
        + nearHamming
        + "/"
        + nearCorrelation
        + "/"
        + (rule == DedupRule.COMPONENTS);
  }

  /** Whether vectors within clusters are compared. */
  public boolean semantic() {
    return epsilon != null || targetFraction != null;
  }

  /** Whether something is dropped after clustering. */
  public boolean afterClusters() {
    return semantic() || exclude != null;
  }
}
