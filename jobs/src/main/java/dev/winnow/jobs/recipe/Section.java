package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.dedup.text.TextRule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keys of a section, read from its record. Validation and the JSON Schema both use them. */
public final class Section {

  /**
   * One key.
   *
   * @param path dotted, from the top
   */
  public record Entry(String name, String path, Key key, Class<?> type, Class<?> element) {

    /** Returns true if the value is a section, or may be one. */
    public boolean isSection() {
      return type.isRecord() || isSections();
    }

    /** Returns true if the value is a section or a list of such sections. */
    public boolean isSections() {
      return type == List.class && element.isRecord();
    }

    public boolean isList() {
      return type == List.class && !isSections();
    }

    /** Returns true if the value is a map whose names the recipe does not define. */
    public boolean isMap() {
      return type == Map.class;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Section(Class<?> type, String path) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = name(component, path);
      Class<?> element = null;
      Type generic = component.getGenericType();
      if (generic instanceof ParameterizedType list) {
        element = (Class<?>) list.getActualTypeArguments()[0];
      }
      entries.put(
          name,
          new Entry(
              name,
              path.isEmpty() ? name : path + "." + name,
              component.getAnnotation(Key.class),
              component.getType(),
              element));
    }
  }

  /**
   * Returns the key in YAML: the annotated name if there is one, or the component's name in snake
   * case.
   */
  private static String name(RecordComponent component, String path) {
    JsonProperty annotation = component.getAccessor().getAnnotation(JsonProperty.class);
    if (annotation != null) {
      return annotation.value();
    }
    return path.isEmpty() && component.getName().equals("apiVersion")
        ? "apiVersion"
        : snake(component.getName());
  }

  public static Section top() {
    return new Section(Recipe.class, "");
  }

  public static Section of(Entry entry) {
    return new Section(entry.isSections() ? entry.element() : entry.type(), entry.path());
  }

  /** Returns one section of a list. */
  public static Section of(Entry entry, int index) {
    return new Section(entry.element(), item(entry.path(), index));
  }

  /** Returns the dotted key of one section of a list. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  public List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  public Entry get(String name) {
    return entries.get(name);
  }

  public Set<String> names() {
    return entries.keySet();
  }

  /** Returns the words of an enum, in its order. */
  public static List<String> words(Class<?> type) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      words.add(word((Enum<?>) constant));
    }
    return words;
  }

  /** Returns the word of a constant: its name in lower case with dashes, unless it has another. */
  public static String word(Enum<?> constant) {
    if (constant instanceof KMeansOptions.Init init) {
      return init.label();
    }
    // Rules are written in recipes as in the column rule of table duplicates.
    return constant instanceof TextRule rule
        ? rule.word()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
