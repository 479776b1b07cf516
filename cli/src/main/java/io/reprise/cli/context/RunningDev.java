package io.reprise.cli.context;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The addresses of a {@code reprise dev} that runs on this machine, as the file {@code
 * running.json} in its directory says them. The file exists from the moment at which all services
 * accept requests until {@code dev} ends.
 *
 * @param pid the process of {@code dev}
 * @param startedAt when that process was started; another process that has the same pid later was
 *     started at another time
 * @param worker base URLs of the workers, with commas between them
 * @param registry base URL of the registry's Confluent API
 * @param kafka bootstrap servers, as {@code host:port}
 * @param database JDBC URL of the database of read models; its user is {@code postgres}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningDev(
    long pid,
    Instant startedAt,
    String worker,
    URI ingest,
    URI registry,
    URI archiver,
    URI compactor,
    String kafka,
    String database,
    ObjectStore objectStore) {
  /** The directory of a {@code dev} without {@code --dir}, relative to the working directory. */
  public static final Path DEFAULT_DIRECTORY = Path.of(".reprise", "dev");

  private static final String FILE = "running.json";

  /**
   * Linux computes the start of a process from the time of the system's boot, which it rounds to a
   * second and corrects when the clock is set.
   */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  /**
   * The bucket with the archive and the exported generations. The credentials are those of a test
   * server and protect nothing.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ObjectStore(
      URI endpoint, String bucket, String prefix, String accessKey, String secretKey) {
    public ObjectStore {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(bucket, "bucket");
      Objects.requireNonNull(prefix, "prefix");
      Objects.requireNonNull(accessKey, "accessKey");
      Objects.requireNonNull(secretKey, "secretKey");
    }
  }

  public RunningDev {
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(ingest, "ingest");
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(archiver, "archiver");
    Objects.requireNonNull(compactor, "compactor");
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(objectStore, "objectStore");
  }

  /** Returns when the process was started, with the precision of the operating system. */
  public static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /**
   * Reads the file of the {@code dev} that runs on {@code directory}. Empty if there is no such
   * file, if its process has ended, or if it is not the file of a {@code dev} of this version.
   */
  public static Optional<RunningDev> in(Path directory) {
    var file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.json().readValue(file.toFile(), RunningDev.class))
          .filter(RunningDev::isRunning);
    } catch (IOException e) {
      // The file was removed just now, or another version of dev wrote it.
      return Optional.empty();
    }
  }

  /** Returns whether the process of this {@code dev} runs. */
  public boolean isRunning() {
    return isRunning(pid, startedAt);
  }

  /** Returns whether the process that had this pid at {@code startedAt} still runs. */
  public static boolean isRunning(long pid, Instant startedAt) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> Duration.between(startOf(process), startedAt).abs())
        .filter(difference -> difference.compareTo(CLOCK_TOLERANCE) <= 0)
        .isPresent();
  }

  /** Writes the file atomically: a reader finds no file or a whole one. */
  void writeTo(Path directory) throws IOException {
    var whole = Files.createTempFile(directory, FILE, ".new");
    Json.json().writerWithDefaultPrettyPrinter().writeValue(whole.toFile(), this);
    Files.move(whole, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  static void removeFrom(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
  }
}
