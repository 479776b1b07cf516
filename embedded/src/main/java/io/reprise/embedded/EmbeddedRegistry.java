package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a schema registry (Apicurio) with Confluent's API, in a process of its own. The registry
 * listens on loopback only. A registry that is started again on the same directory still has its
 * schemas.
 *
 * <p>Confined to one thread. The caller closes the object, which stops the server.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final String JAR = "apicurio-registry-app-2.6.13.Final-runner.jar";

  private final ForeignServer server;
  private final URI uri;

  private EmbeddedRegistry(ForeignServer server, URI uri) {
    this.server = server;
    this.uri = uri;
  }

  /**
   * Starts the registry and returns when the registry answers, which takes some seconds.
   *
   * @throws IllegalStateException if the registry does not answer within 90 s, or if the registry's
   *     program files are missing because the project was not built
   */
  public static EmbeddedRegistry start(Path directory, int port) {
    var registry = begin(directory, port, List.of());
    registry.server.awaitReady();
    return registry;
  }

  /**
   * Starts the registry and does not wait until the registry answers.
   *
   * @param jvmOptions further options of the registry's JVM
   * @throws IllegalStateException if the registry's program files are missing because the project
   *     was not built
   */
  public static EmbeddedRegistry begin(Path directory, int port, List<String> jvmOptions) {
    var database = directory.toAbsolutePath().resolve("registry");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
    var uri = uriAt(port);
    var server =
        ForeignServer.begin(
            "the schema registry",
            URI.create(uri + "/subjects"),
            directory,
            Stream.concat(
                    jvmOptions.stream(),
                    Stream.of(
                        "-Xms48m",
                        "-Xmx256m",
                        "-XX:MetaspaceSize=80m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        classPath()))
                .toList(),
            Map.of("REGISTRY_DATASOURCE_URL", "jdbc:h2:file:" + database));
    return new EmbeddedRegistry(server, uri);
  }

  /**
   * Returns the class path of the registry's JVM.
   *
   * @throws IllegalStateException if the project was not built
   */
  public static String classPath() {
    return ForeignServer.home("registry").resolve("target/app").resolve(JAR).toString();
  }

  /** Returns the base URI of Confluent's API of a registry on {@code port}, running or not. */
  public static URI uriAt(int port) {
    return URI.create("http://127.0.0.1:%d/apis/ccompat/v7".formatted(port));
  }

  /** Starts a registry for tests on a free port and in a temporary directory. */
  public static EmbeddedRegistry startTemporary() {
    try {
      return start(Files.createTempDirectory("reprise-registry-"), FreePorts.next());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory for a registry", e);
    }
  }

  /** Returns the server's process. */
  public ForeignServer server() {
    return server;
  }

  /** Returns the base URI of Confluent's API. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.close();
  }
}
