package dev.winnow.transforms.dedup.image;

import java.util.HashMap;
import java.util.Map;

/** Groups of ids that pairs connect, each named by the least id in it. */
final class Components {

  private final Map<String, String> parents = new HashMap<>();

  void join(String one, String other) {
    String a = of(one);
    String b = of(other);
    if (a.compareTo(b) < 0) {
      parents.put(b, a);
    } else if (a.compareTo(b) > 0) {
      parents.put(a, b);
    }
  }

  String of(String id) {
    String at = id;
    while (parents.containsKey(at)) {
      at = parents.get(at);
    }
    return at;
  }
}
