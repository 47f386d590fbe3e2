package dev.winnow.jobs.recipe;

/**
 * One curation job. Keys are in snake case in YAML, except {@code apiVersion}.
 *
 * @param prune null keeps all
 */
public record Recipe(
    @Key(value = "Version of the recipe's language.", required = true, pattern = "winnow/v1")
        String apiVersion,
    @Key(
            value = "Names the run, the tables' folder and the release.",
            required = true,
            pattern = Recipe.NAME)
        String name,
    @Key(value = "Seed of everything that is drawn.", byDefault = "42") long seed,
    @Key(value = "Folder of the tables, on any Hadoop file system.", required = true)
        String warehouse,
    @Key(value = "What is read.", required = true) Input input,
    @Key(value = "How examples become vectors.", byDefault = "{}") Embed embed,
    @Key(value = "How vectors become clusters.", byDefault = "{}") Cluster cluster,
    @Key(value = "Which hardness metrics are computed.", byDefault = "{}") Score score,
    @Key("What is kept; without this section all is kept, and ranked.") Prune prune,
    @Key(value = "What the result is called.", byDefault = "{}") Publish publish) {

  static final String NAME = "[a-z0-9][a-z0-9._-]*";
}
