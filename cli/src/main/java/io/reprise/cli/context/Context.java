package io.reprise.cli.context;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * The addresses of one installation of Reprise, as {@code contexts.yaml} has them.
 *
 * @param worker URLs of replay workers, separated by commas
 * @param ingest URL of the ingest service
 * @param registry URL of the schema registry's Confluent API
 * @param archiver URLs of archivers, separated by commas
 * @param compactor URLs of compactors, separated by commas
 * @param kafka bootstrap servers, as {@code host:port}, separated by commas
 * @param database JDBC URL of the database of read models
 * @param databaseUser the user of the database
 * @param databasePasswordFile the file that holds the password of that user
 * @param tokenFile the file that holds the token for the services of Reprise
 * @param caFile the PEM file with the certificates of the authorities of these services
 * @param certificateFile the PEM file with the client certificate for these services
 * @param keyFile the PEM file with the private key of the client certificate
 */
public record Context(
    @Nullable String worker,
    @Nullable String ingest,
    @Nullable String registry,
    @Nullable String archiver,
    @Nullable String compactor,
    @Nullable String kafka,
    @ConfigKey(value = "The JDBC URL of the database of read models.", secret = true)
        @Nullable String database,
    @Nullable String databaseUser,
    @Nullable Path databasePasswordFile,
    @Nullable Path tokenFile,
    @Nullable Path caFile,
    @Nullable Path certificateFile,
    @Nullable Path keyFile) {
  /** A context without addresses. */
  public static final Context EMPTY =
      new Context(null, null, null, null, null, null, null, null, null, null, null, null, null);

  public Context {
    requireValid(Endpoint.WORKER, worker);
    requireValid(Endpoint.INGEST, ingest);
    requireValid(Endpoint.REGISTRY, registry);
    requireValid(Endpoint.ARCHIVER, archiver);
    requireValid(Endpoint.COMPACTOR, compactor);
    requireValid(Endpoint.DATABASE, database);
  }

  private static void requireValid(Endpoint endpoint, @Nullable String text) {
    if (text == null) {
      return;
    }
    try {
      endpoint.requireValid(text);
    } catch (TypeConversionException e) {
      throw new IllegalArgumentException(endpoint.key() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the addresses of a {@code reprise dev}. */
  static Context of(RunningDev dev) {
    return new Context(
        dev.worker(),
        dev.ingest().toString(),
        dev.registry().toString(),
        dev.archiver().toString(),
        dev.compactor().toString(),
        dev.kafka(),
        dev.database(),
        "postgres",
        null,
        null,
        null,
        null,
        null);
  }

  /** Returns the address of a server; empty if the context does not name it. */
  public Optional<String> address(Endpoint endpoint) {
    return Optional.ofNullable(
        switch (endpoint) {
          case WORKER -> worker;
          case INGEST -> ingest;
          case REGISTRY -> registry;
          case ARCHIVER -> archiver;
          case COMPACTOR -> compactor;
          case KAFKA -> kafka;
          case DATABASE -> database;
        });
  }

  /** Returns the files for the services of Reprise at the addresses of this context. */
  public SecurityFiles files() {
    return new SecurityFiles(tokenFile, caFile, certificateFile, keyFile);
  }

  /** Returns the addresses that the context names, without passwords. */
  public Map<Endpoint, String> shown() {
    var shown = new EnumMap<Endpoint, String>(Endpoint.class);
    for (var endpoint : Endpoint.values()) {
      address(endpoint).ifPresent(text -> shown.put(endpoint, Address.shown(endpoint, text)));
    }
    return shown;
  }

  /**
   * Returns this context with the values of {@code other} in place of its own, where it has any.
   */
  public Context changedTo(Context other) {
    return new Context(
        either(other.worker, worker),
        either(other.ingest, ingest),
        either(other.registry, registry),
        either(other.archiver, archiver),
        either(other.compactor, compactor),
        either(other.kafka, kafka),
        either(other.database, database),
        either(other.databaseUser, databaseUser),
        either(other.databasePasswordFile, databasePasswordFile),
        either(other.tokenFile, tokenFile),
        either(other.caFile, caFile),
        either(other.certificateFile, certificateFile),
        either(other.keyFile, keyFile));
  }

  private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  /** Returns every component as text, with asterisks in place of secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
