package dev.winnow.transforms.cluster.ml;

import dev.winnow.transforms.LocalSpark;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/**
 * Spark Connect's server in this JVM, on the session of the tests, and a client of it. Both speak
 * the protocol over a local port. Its jar has a class loader of its own, which keeps the server's
 * many libraries away from other tests, so its classes are called by name; plans and responses are
 * protobuf's text.
 */
final class ConnectServer implements AutoCloseable {

  private static final String PROTO = "org.apache.spark.connect.proto.";
  private static final String GRPC = "org.sparkproject.connect.grpc.";

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader loader;
  private final String session = UUID.randomUUID().toString();
  private final Object channel;
  private final Object stub;

  /** Returns the jar of the server, if the build has it: not every line's repository does. */
  static Optional<Path> jar() {
    String name = System.getProperty("winnow.connect.jar", "");
    return Optional.of(Path.of(name)).filter(Files::isRegularFile);
  }

  ConnectServer(Path jar) throws Exception {
    loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
    SparkContext spark = LocalSpark.session().sparkContext();
    SparkEnv.get().conf().set("spark.connect.grpc.binding.port", "0");
    Class<?> service = type("org.apache.spark.sql.connect.service.SparkConnectService$");
    Object server = service.getField("MODULE$").get(null);
    service.getMethod("start", SparkContext.class).invoke(server, spark);
    int port = (int) service.getMethod("localPort").invoke(server);
    Class<?> builders = type(GRPC + "ManagedChannelBuilder");
    Object builder =
        builders.getMethod("forAddress", String.class, int.class).invoke(null, "127.0.0.1", port);
    builders.getMethod("usePlaintext").invoke(builder);
    channel = builders.getMethod("build").invoke(builder);
    stub =
        type(PROTO + "SparkConnectServiceGrpc")
            .getMethod("newBlockingStub", type(GRPC + "Channel"))
            .invoke(null, channel);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  /**
   * Executes a plan.
   *
   * @param plan text of a {@code spark.connect.Plan}
   * @return text of the responses
   * @throws RuntimeException of gRPC, with the server's message, when the plan fails
   */
  String execute(String plan) throws Exception {
    Object request = type(PROTO + "ExecutePlanRequest").getMethod("newBuilder").invoke(null);
    type("org.sparkproject.connect.protobuf.TextFormat")
        .getMethod(
            "merge", CharSequence.class, type("org.sparkproject.connect.protobuf.Message$Builder"))
        .invoke(
            null,
            "session_id: '%s' user_context { user_id: 'tests' } plan { %s }"
                .formatted(session, plan),
            request);
    Object built = request.getClass().getMethod("build").invoke(request);
    StringBuilder text = new StringBuilder();
    try {
      Iterator<?> responses =
          (Iterator<?>)
              stub.getClass().getMethod("executePlan", built.getClass()).invoke(stub, built);
      responses.forEachRemaining(response -> text.append(response).append('\n'));
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    }
    return text.toString();
  }

  @Override
  public void close() throws ReflectiveOperationException {
    type(GRPC + "ManagedChannel").getMethod("shutdownNow").invoke(channel);
    Class<?> service = type("org.apache.spark.sql.connect.service.SparkConnectService$");
    service
        .getMethod("stop", scala.Option.class, scala.Option.class)
        .invoke(service.getField("MODULE$").get(null), scala.Option.empty(), scala.Option.empty());
    Thread.currentThread().setContextClassLoader(before);
  }
}
