package dev.winnow.transforms.dedup.semantic;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Blocks one after the other, where the next one can be seen before it is taken. */
final class LookAhead implements Iterator<Block> {

  private final Iterator<Block> blocks;
  private Block next;

  LookAhead(Iterator<Block> blocks) {
    this.blocks = blocks;
    this.next = blocks.hasNext() ? blocks.next() : null;
  }

  Block peek() {
    return next;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Block next() {
    if (next == null) {
      throw new NoSuchElementException("no more blocks");
    }
    Block block = next;
    next = blocks.hasNext() ? blocks.next() : null;
    return block;
  }
}
