/**
 * Settings of text encoders as their authors left them beside the model: the files of
 * sentence-transformers and of Hugging Face's tokenizers.
 *
 * <p>Read {@link dev.winnow.transforms.embed.sentence.TextSettings} first; it reads the others.
 * {@code SentencePipeline} turns the vectors of a text's tokens into the vector of the text.
 *
 * <p>This package may import Jackson and {@code embed.model}. It imports no Spark and no DJL.
 */
package dev.winnow.transforms.embed.sentence;
