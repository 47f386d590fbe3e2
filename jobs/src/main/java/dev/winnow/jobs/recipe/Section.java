package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A section of the recipe, read off its record: the one source of validation and schema. */
public final class Section {

  /** Keys of the contract that a later version will have, by section. */
  private static final Map<String, Set<String>> LATER_KEYS =
      Map.of("", Set.of("report", "experiment", "advise"));

  /**
   * One key.
   *
   * @param path dotted, from the top
   */
  public record Entry(String name, String path, Key key, Class<?> type, Class<?> element) {

    /** Whether the value is a section, or may be one. */
    public boolean isSection() {
      return type.isRecord() || isSections();
    }

    /** Whether the value is a section or a list of such sections. */
    public boolean isSections() {
      return type == List.class && element.isRecord();
    }

    public boolean isList() {
      return type == List.class && !isSections();
    }

    /** Whether the value is a map of names that the recipe's language does not know. */
    public boolean isMap() {
      return type == Map.class;
    }
  }

  private final String path;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Section(Class<?> type, String path) {
    this.path = path;
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

  /** The key in YAML: as annotated where Java can't spell it, or the component's in snake case. */
  private static String name(RecordComponent component, String path) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    if (given != null) {
      return given.value();
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

  /** One section of a list. */
  public static Section of(Entry entry, int index) {
    return new Section(entry.element(), item(entry.path(), index));
  }

  /** The dotted key of one section of a list. */
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

  public boolean isLater(String name) {
    return LATER_KEYS.getOrDefault(path, Set.of()).contains(name);
  }

  /** The words of an enum, in its order. */
  public static List<String> words(Class<?> type) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      words.add(word((Enum<?>) constant));
    }
    return words;
  }

  public static String word(Enum<?> constant) {
    if (constant instanceof dev.winnow.transforms.cluster.KMeansOptions.Init init) {
      return init.label();
    }
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
