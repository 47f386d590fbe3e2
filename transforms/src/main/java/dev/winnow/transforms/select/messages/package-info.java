/**
 * Message passing on a graph of nearest rows, and the greedy selection of policy {@code d2}.
 *
 * <p>Read {@link dev.winnow.transforms.select.messages.MessagePassing} first. May import {@code
 * schemas}, {@code transforms.select.order} and {@code transforms.task}.
 */
package dev.winnow.transforms.select.messages;
