package dev.winnow.jobs.recipe;

import dev.winnow.transforms.dedup.AcrossLabels;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.dedup.image.Invariance;
import dev.winnow.transforms.dedup.text.TextGuard;
import dev.winnow.transforms.dedup.text.TextOptions;
import dev.winnow.transforms.dedup.text.TextRule;
import dev.winnow.transforms.ingest.Modality;
import java.math.BigDecimal;
import java.util.List;

/**
 * Deduplication settings: which duplicates are removed, and when. Exact and near duplicates are
 * removed before clustering, semantic duplicates after it.
 *
 * @param epsilon null for no semantic deduplication, unless {@code targetFraction} is given
 */
public record Dedup(
    @Key(
            value =
                "Drops rows with equal bytes, equal pixels, or text that is equal but for Unicode"
                    + " form, width, case and white space.",
            byDefault = "true")
        boolean exact,
    @Key(
            "Drops near duplicates: similar pictures, and texts that share most letters; default:"
                + " true for images and texts.")
        Boolean near,
    @Key(
            value =
                "For texts: least Jaccard similarity of the shingles of a near pair by the rule"
                    + " shingles; default: 0.78. Low values take longer.",
            min = TextOptions.LEAST_JACCARD,
            max = 1)
        Double nearJaccard,
    @Key(
            value =
                "For images: most bits by which the perceptual hashes of a candidate pair differ.",
            min = 0,
            max = 64)
        Integer nearHamming,
    @Key(
            value = "For images: least correlation of the pictures of a near pair.",
            min = 0,
            max = 1,
            aboveMin = true)
        Double nearCorrelation,
    @Key(
            value = "For texts: rules that make a near pair.",
            byDefault = "[normal_form, shingles, word_bag, misspelling]",
            mayBeEmpty = true)
        List<TextRule> rules,
    @Key(
            value = "For texts: differences that keep two similar texts apart.",
            byDefault = "[numbers, negations]",
            mayBeEmpty = true)
        List<TextGuard> guards,
    @Key(
            value =
                "For long texts: least share of the shingles of the dropped text that the text in"
                    + " its place contains.",
            byDefault = "0.9",
            min = 0,
            max = 1)
        double minContainment,
    @Key(
            value = "For images: changes under which a picture is still a copy.",
            byDefault = "[mirror, rotate, crop]",
            mayBeEmpty = true)
        List<Invariance> invariances,
    @Key(
            value =
                "Treatment of duplicates with different labels: merge drops one of them, keep drops"
                    + " none. Both list the pair in table label_conflicts.",
            byDefault = "merge")
        AcrossLabels acrossLabels,
    @Key(
            value =
                "Largest share of a source, a label or a group of duplicates that may be dropped"
                    + " without a warning, where it has at least 100 rows.",
            byDefault = "0.5",
            min = 0,
            max = 1)
        double maxDroppedShare,
    @Key(
            value =
                "Reaction to a source, a label or a group of duplicates that loses more than"
                    + " max_dropped_share: warn names it on the card, fail publishes nothing.",
            byDefault = "warn")
        OnWipeOut onWipeOut,
    @Key(
            value =
                "Highest share of the embedded rows that duplicates may be; above it, nothing is"
                    + " published.",
            byDefault = "0.95",
            min = 0,
            max = 1)
        double maxDuplicates,
    @Key(
            value =
                "Turns semantic deduplication on: a row is dropped if its cosine similarity to a"
                    + " row ranked before it is above 1 - epsilon.",
            min = 0,
            max = 2,
            aboveMin = true)
        Double epsilon,
    @Key(
            value = "Share of rows that semantic deduplication leaves; chooses epsilon.",
            min = 0,
            max = 1,
            aboveMin = true)
        BigDecimal targetFraction,
    @Key(
            value =
                "Rule that decides which rows of a group are dropped; reference is the rule of"
                    + " SemDeDup's code. Near duplicates use components, or greedy for any other"
                    + " rule.",
            byDefault = "reference")
        Rule rule,
    @Key(
            value =
                "Semantic duplicate to keep: the hard, the easy or a random row. Among exact and"
                    + " near duplicates, the best row is kept: the larger picture, the longer"
                    + " text.",
            byDefault = "hard")
        WhichToKeep whichToKeep,
    @Key(
            value = "Number of clusters, besides its own, with which a row is compared.",
            byDefault = "0",
            min = 0,
            max = 1000)
        int probes,
    @Key(
            value =
                "Number of rows that are compared with all others, to measure how many duplicates"
                    + " are missed.",
            byDefault = "0",
            min = 0,
            max = 1_000_000)
        int auditRows,
    @Key("Held-out examples whose duplicates are dropped.") Exclude exclude,
    @Key(value = "Clusters and scores the remaining rows again, as in D4.", byDefault = "false")
        boolean recluster) {

  /** Treatment of a run whose deduplication drops most rows of a source, a label or a group. */
  public enum OnWipeOut {
    /** The card names it. */
    WARN,
    /** Nothing is published. */
    FAIL
  }

  /** Returns the settings of an empty section. */
  public static Dedup defaults() {
    return new Dedup(
        true,
        null,
        null,
        null,
        null,
        List.of(TextRule.values()),
        List.of(TextGuard.values()),
        0.9,
        List.of(Invariance.values()),
        AcrossLabels.MERGE,
        0.5,
        OnWipeOut.WARN,
        0.95,
        null,
        null,
        Rule.REFERENCE,
        WhichToKeep.HARD,
        0,
        0,
        null,
        false);
  }

  /** Returns the same settings with exact duplicates on. */
  public Dedup withExact() {
    return new Dedup(
        true,
        near,
        nearJaccard,
        nearHamming,
        nearCorrelation,
        rules,
        guards,
        minContainment,
        invariances,
        acrossLabels,
        maxDroppedShare,
        onWipeOut,
        maxDuplicates,
        epsilon,
        targetFraction,
        rule,
        whichToKeep,
        probes,
        auditRows,
        exclude,
        recluster);
  }

  /** Returns whether near duplicates of this modality are dropped. */
  public boolean near(Modality modality) {
    return near != null ? near : modality == Modality.IMAGE || modality == Modality.TEXT;
  }

  /** Returns whether rows are dropped before clustering. */
  public boolean beforeClusters(Modality modality) {
    return exact || near(modality);
  }

  /** Returns, as text, the settings that exact and near duplicates depend on. */
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
        + (rule == Rule.COMPONENTS)
        + "/"
        + rules
        + guards
        + minContainment
        + invariances
        + acrossLabels;
  }

  /** Returns whether embeddings within clusters are compared. */
  public boolean semantic() {
    return epsilon != null || targetFraction != null;
  }

  /** Returns whether rows are dropped after clustering. */
  public boolean afterClusters() {
    return semantic() || exclude != null;
  }
}
