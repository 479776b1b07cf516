package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs an S3 server (S3Proxy) that stores its objects in a directory, in a process of its own. The
 * server listens on loopback only. The credentials are constants and protect nothing.
 *
 * <p>Confined to one thread. The caller closes the object, which stops the server.
 */
public final class EmbeddedS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "reprise";
  public static final String SECRET_KEY = "reprise-on-one-machine";

  /** The name of a bucket that exists when the server starts. */
  public static final String BUCKET = "reprise";

  private final ForeignServer server;
  private final URI uri;

  private EmbeddedS3(ForeignServer server, URI uri) {
    this.server = server;
    this.uri = uri;
  }

  /**
   * Starts the server and returns when the server answers.
   *
   * @throws IllegalStateException if the server does not answer within 90 s, or if the server's
   *     program files are missing because the project was not built
   */
  public static EmbeddedS3 start(Path directory, int port) {
    var s3 = begin(directory, port, List.of());
    s3.server.awaitReady();
    return s3;
  }

  /**
   * Starts the server and does not wait until the server answers.
   *
   * @param jvmOptions further options of the server's JVM
   * @throws IllegalStateException if the server's program files are missing because the project was
   *     not built
   */
  public static EmbeddedS3 begin(Path directory, int port, List<String> jvmOptions) {
    var home = ForeignServer.home("s3");
    var uri = URI.create("http://127.0.0.1:" + port);
    var server =
        ForeignServer.begin(
            "the S3 server",
            uri,
            created(directory),
            Stream.of(
                    jvmOptions(),
                    jvmOptions.stream(),
                    Stream.of(
                        "-Xms32m",
                        "-Xmx256m",
                        "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                        "-cp",
                        classPath(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration(directory, uri).toString()))
                .flatMap(options -> options)
                .toList(),
            Map.of());
    return new EmbeddedS3(server, uri);
  }

  /**
   * Returns the class path of the server's JVM.
   *
   * @throws IllegalStateException if the project was not built
   */
  public static String classPath() {
    return ForeignServer.home("s3").resolve("target/lib") + "/*";
  }

  /**
   * Returns the options of this JVM that choose its JIT compilers and its garbage collector. The
   * server's JVM gets the same options.
   */
  private static Stream<String> jvmOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                option.startsWith("-XX:TieredStopAtLevel=") || option.equals("-XX:+UseSerialGC"));
  }

  /** Starts a server for tests on a free port and in a temporary directory. */
  public static EmbeddedS3 startTemporary() {
    try {
      return start(Files.createTempDirectory("reprise-s3-"), FreePorts.next());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory for an S3 server", e);
    }
  }

  private static Path created(Path directory) {
    try {
      Files.createDirectories(directory.resolve("buckets").resolve(BUCKET));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
  }

  private static Path configuration(Path directory, URI uri) {
    var file = directory.resolve("s3proxy.properties");
    try {
      Files.writeString(
          file,
          """
          s3proxy.endpoint=%s
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.identity=%s
          s3proxy.credential=%s
          jclouds.provider=filesystem-nio2
          jclouds.filesystem.basedir=%s
          """
              .formatted(
                  uri, ACCESS_KEY, SECRET_KEY, directory.toAbsolutePath().resolve("buckets")));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Returns the server's process. */
  public ForeignServer server() {
    return server;
  }

  /** Returns the endpoint for S3 clients, which must use path-style access. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.close();
  }
}
