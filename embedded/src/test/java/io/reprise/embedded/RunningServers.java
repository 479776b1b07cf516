package io.reprise.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The servers that tests of a module share, each started at first use. Thread-safe. */
public final class RunningServers implements AutoCloseable {
  private final Path directory;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private EmbeddedRegistry registry;
  private EmbeddedS3 s3;
  private EmbeddedPostgres postgres;

  RunningServers() {
    try {
      directory = Files.createTempDirectory("reprise-servers-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized EmbeddedBroker broker() {
    if (broker == null) {
      var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
      // By default a broker checks every 10 s for transactions that timed out, and each test that
      // kills a writer waits that long.
      settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "300");
      broker =
          EmbeddedBroker.start(
              directory.resolve("broker"), FreePorts.next(), FreePorts.next(), settings);
      started.push(broker);
    }
    return broker;
  }

  public String bootstrapServers() {
    return broker().bootstrapServers();
  }

  /** Settings of a Kafka client. */
  public Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  public synchronized EmbeddedRegistry registry() {
    if (registry == null) {
      registry = EmbeddedRegistry.start(directory.resolve("registry"), FreePorts.next());
      started.push(registry);
    }
    return registry;
  }

  /** The address of the S3 server. Its keys are set as system properties of this JVM. */
  public synchronized URI s3() {
    if (s3 == null) {
      System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
      System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
      s3 = EmbeddedS3.start(directory.resolve("s3"), FreePorts.next());
      started.push(s3);
    }
    return s3.uri();
  }

  /** Where the S3 server keeps the objects below a prefix, as files. */
  public Path objects(String prefix) {
    return directory.resolve("s3/buckets").resolve(EmbeddedS3.BUCKET).resolve(prefix);
  }

  /** The JDBC URL of a PostgreSQL server that knows the user {@code postgres} without password. */
  public synchronized String jdbcUrl() {
    if (postgres == null) {
      try {
        // Tests kill clients and never this server, so nothing needs to reach a disk.
        postgres =
            EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setServerConfig("fsync", "off")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      started.push(postgres);
    }
    return postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
  }

  /** Creates a directory that is removed in the end. */
  public Path newDirectory(String name) {
    try {
      return Files.createTempDirectory(directory, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
