package dev.winnow.transforms.dedup.groups;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers strings from 0 in the order in which they come. */
public final class StringIndex {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> keys = new ArrayList<>();

  public int size() {
    return keys.size();
  }

  /** Returns the number of a key. A new key gets the next number. */
  public int number(String key) {
    Integer known = numbers.putIfAbsent(key, keys.size());
    if (known != null) {
      return known;
    }
    keys.add(key);
    return keys.size() - 1;
  }

  public String key(int number) {
    return keys.get(number);
  }
}
