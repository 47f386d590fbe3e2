/**
 * Encoders that recipes can name: their table, their folder on this machine, and the search for the
 * model that a recipe names.
 *
 * <p>Read {@link dev.winnow.transforms.embed.known.ModelLookup} first; {@link
 * dev.winnow.transforms.embed.known.KnownModels} is the table, and {@link
 * dev.winnow.transforms.embed.known.ModelStore} the folder.
 *
 * <p>This package may import Hadoop, Jackson and {@code embed.model}. It imports no Spark and no
 * DJL, and fetches nothing by itself.
 */
package dev.winnow.transforms.embed.known;
