package dev.winnow.transforms.embed.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;

/**
 * Creates Spark ML transformers by class name or loads saved ones, and sets their parameters from
 * plain values. A parameter is set through the setter {@code setName(value)} if there is one,
 * otherwise through the Param of that name. All messages name the keys of a recipe's section {@code
 * embed}.
 */
public final class MlTransformers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Creates a transformer of a class on the class path, by its public constructor without
   * parameters.
   *
   * @throws InvalidTransformer if there is no such class, or it is no transformer
   */
  public static Transformer create(String className) {
    Class<?> type = type(className, "embed.class");
    if (!Transformer.class.isAssignableFrom(type)) {
      throw new InvalidTransformer(
          "embed.class must be an org.apache.spark.ml.Transformer, got " + className);
    }
    try {
      return (Transformer) type.getConstructor().newInstance();
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new InvalidTransformer(
          "embed.class must have a public constructor without parameters, "
              + className
              + " has none; save an instance and name its folder in embed.model",
          e);
    } catch (InvocationTargetException e) {
      throw new InvalidTransformer(
          "embed.class must be a class whose constructor succeeds, "
              + className
              + " failed: "
              + e.getCause(),
          e);
    }
  }

  /**
   * Loads a transformer or fitted pipeline that Spark ML saved, from any Hadoop file system. The
   * metadata name its class. Cost: one Spark job to read the metadata.
   *
   * @throws InvalidTransformer if the folder holds no transformer
   */
  public static Transformer load(SparkSession spark, String folder) {
    Object loaded;
    try {
      String metadata = spark.read().textFile(folder + "/metadata").first();
      Class<?> type = type(JSON.readTree(metadata).path("class").asText(), "embed.model's class");
      loaded = ((MLReader<?>) type.getMethod("read").invoke(null)).session(spark).load(folder);
    } catch (InvalidTransformer e) {
      throw e;
    } catch (ReflectiveOperationException | IOException | RuntimeException e) {
      throw unreadable(folder, e);
    } catch (Exception e) {
      // Exception, because Spark throws AnalysisException from methods that do not declare it.
      throw unreadable(folder, e);
    }
    if (loaded instanceof Transformer transformer) {
      return transformer;
    }
    throw new InvalidTransformer(
        "embed.model must be a saved transformer or fitted pipeline, "
            + folder
            + " holds a "
            + loaded.getClass().getName());
  }

  private static InvalidTransformer unreadable(String folder, Exception e) {
    Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
    return new InvalidTransformer(
        "embed.model must be the folder of a saved Spark ML transformer, "
            + folder
            + " is not: "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
        e);
  }

  private static Class<?> type(String name, String key) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new InvalidTransformer(
          key + " must be on the class path, got " + name + "; give its jar with --jars", e);
    }
  }

  /** Returns true if the transformer has a parameter of that name. */
  static boolean has(Transformer transformer, String name) {
    return transformer.hasParam(name) || !setters(transformer, name).isEmpty();
  }

  /**
   * Sets one parameter.
   *
   * @param value Number, Boolean, String, List or Map
   * @throws InvalidTransformer if there is no such parameter, or it refuses the value
   */
  static void set(Transformer transformer, String name, Object value) {
    List<Method> setters = setters(transformer, name);
    if (setters.isEmpty() && !transformer.hasParam(name)) {
      throw new InvalidTransformer(
          "embed.params."
              + name
              + " is not a parameter of "
              + transformer.getClass().getName()
              + ", got "
              + value
              + "; its parameters are "
              + String.join(", ", names(transformer)));
    }
    if (value == null) {
      throw new InvalidTransformer("embed.params." + name + " must have a value, got none");
    }
    IllegalArgumentException misfit = null;
    for (Method setter : setters) {
      Object argument;
      try {
        argument = ParamValues.convert(value, setter.getParameterTypes()[0]);
      } catch (IllegalArgumentException e) {
        misfit = e;
        continue;
      }
      call(transformer, setter, argument, name, value);
      return;
    }
    if (misfit != null) {
      throw refused(transformer, name, value, misfit);
    }
    Param<Object> param = transformer.getParam(name);
    try {
      transformer.set(param, ParamValues.convert(value, ParamValues.type(param)));
    } catch (RuntimeException e) {
      throw refused(transformer, name, value, e);
    }
  }

  private static void call(
      Transformer transformer, Method setter, Object argument, String name, Object value) {
    try {
      setter.invoke(transformer, argument);
    } catch (InvocationTargetException e) {
      throw refused(transformer, name, value, e.getCause());
    } catch (IllegalAccessException e) {
      throw refused(transformer, name, value, e);
    }
  }

  private static InvalidTransformer refused(
      Transformer transformer, String name, Object value, Throwable cause) {
    return new InvalidTransformer(
        "embed.params."
            + name
            + " must be a value that "
            + transformer.getClass().getName()
            + " takes, got "
            + value
            + ": "
            + cause.getMessage(),
        cause);
  }

  /** Returns the setters of one parameter. Overloads come in the order of their types' names. */
  private static List<Method> setters(Transformer transformer, String name) {
    if (name.isEmpty()) {
      return List.of();
    }
    String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return Arrays.stream(transformer.getClass().getMethods())
        .filter(method -> method.getName().equals(setter) && isSetter(method))
        .sorted(Comparator.comparing(method -> method.getParameterTypes()[0].getName()))
        .toList();
  }

  private static boolean isSetter(Method method) {
    return method.getParameterCount() == 1
        && method.getName().matches("set[A-Z].*")
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !method.getDeclaringClass().isAssignableFrom(PipelineStage.class);
  }

  private static TreeSet<String> names(Transformer transformer) {
    TreeSet<String> names = new TreeSet<>();
    for (Param<?> param : transformer.params()) {
      names.add(param.name());
    }
    for (Method method : transformer.getClass().getMethods()) {
      if (isSetter(method)) {
        names.add(
            Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4));
      }
    }
    return names;
  }

  private MlTransformers() {}
}
