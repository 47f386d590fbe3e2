package dev.winnow.jobs.recipe;

import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;

/** What is read. */
public record Input(
    @Key(value = "How the input is laid out.", required = true) Format format,
    @Key("Files, folders or globs; one or a list.") List<String> path,
    @Key("What an example is; images and idx are images, jsonl is text if not said.")
        Modality modality,
    @Key("Column of ids; without it ids come from content and path.") String id,
    @Key("Column of contents; without it image, text or embedding.") String content,
    @Key("Column of labels; folders of images and idx bring theirs.") String label,
    @Key(value = "Whether contents are stored: auto stores texts.", byDefault = "auto")
        CopyContent copyContent,
    @Key(
            value = "Share of refused rows above which nothing is published.",
            byDefault = "0.05",
            min = 0,
            max = 1)
        double maxQuarantine) {}
