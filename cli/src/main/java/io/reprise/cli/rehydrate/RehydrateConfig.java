package io.reprise.cli.rehydrate;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of {@code reprise rehydrate}: the addresses of its sources and its target.
 *
 * @param kafka the cluster
 * @param registry the schema registry for reading Avro values; no registry when left out
 * @param registryCa PEM file with the certificates of the authorities that are trusted at an {@code
 *     https} registry; those that the JDK trusts when left out
 * @param store the object store with archived events and exported generations; no archive when left
 *     out. Credentials come from the environment variables and files that AWS tools read
 * @param target the database of the read model
 * @param pluginDirectory a directory with jars of reducers; only built-in reducers when left out
 * @param scratch a directory for sorting the snapshots of a topic on disk; the system's temporary
 *     directory when left out
 */
public record RehydrateConfig(
    @ConfigKey("The cluster to read from.") KafkaConfig kafka,
    @ConfigKey(
            "The URL at which the schema registry's Confluent API starts. Reducers that read Avro"
                + " need it.")
        @Nullable URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts if"
                    + " the registry's URL is https. A changed file is read when the service starts"
                    + " again.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey(
            value =
                "The object store with archived events and exported generations. Credentials"
                    + " are taken from the environment, as AWS's own tools do.",
            defaultsTo = "none")
        @Nullable S3Config store,
    @ConfigKey("The database to write to.") Target target,
    @ConfigKey(
            "A directory of jars with reducers. Without it there are only the built-in reducers.")
        @Nullable Path pluginDirectory,
    @ConfigKey(
            value = "The directory in which snapshots of a topic are sorted.",
            defaultsTo = "the system's temporary directory")
        Path scratch) {
  public RehydrateConfig(
      @Nullable KafkaConfig kafka,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable S3Config store,
      @Nullable Target target,
      @Nullable Path pluginDirectory,
      @Nullable Path scratch) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    if (target == null) {
      throw new IllegalArgumentException("target is missing: give target.url");
    }
    this.kafka = kafka;
    this.registry = registry;
    this.registryCa = registryCa;
    this.store = store;
    this.target = target;
    this.pluginDirectory = pluginDirectory;
    this.scratch = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
  }

  /** Creates a configuration that trusts the authorities that the JDK trusts. */
  public RehydrateConfig(
      @Nullable KafkaConfig kafka,
      @Nullable URI registry,
      @Nullable S3Config store,
      @Nullable Target target,
      @Nullable Path pluginDirectory,
      @Nullable Path scratch) {
    this(kafka, registry, null, store, target, pluginDirectory, scratch);
  }

  /**
   * A PostgreSQL database.
   *
   * @param url JDBC URL, such as {@code jdbc:postgresql://host:5432/database}
   * @param user the user to connect as; {@code postgres} when left out
   * @param password the user's password; no password when left out. The environment variable {@code
   *     REPRISE_TARGET_PASSWORD} is a safer place for the password than this file
   * @param schema an existing schema; {@code public} when left out
   * @param keepOlder how many older versions are kept for an undo; 1 when left out
   */
  public record Target(
      @ConfigKey(
              value = "The database's JDBC URL, as jdbc:postgresql://host:5432/database.",
              secret = true)
          String url,
      @ConfigKey("The database user.") String user,
      @ConfigKey(
              value =
                  "The user's password. Give it by the environment variable rather than in the"
                      + " file.",
              secret = true,
              defaultsTo = "none")
          String password,
      @ConfigKey("The schema that holds the read model. It must exist.") String schema,
      @ConfigKey(
              value =
                  "How many older versions are kept, so that the swap to a newer one can be"
                      + " undone.",
              range = "0 or more")
          Integer keepOlder) {
    public Target(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String schema,
        @Nullable Integer keepOlder) {
      if (url == null || url.isBlank()) {
        throw new IllegalArgumentException(
            "target.url is missing: give jdbc:postgresql://host:port/database");
      }
      this.url = url;
      this.user = user == null ? "postgres" : user;
      this.password = password == null ? "" : password;
      this.schema = schema == null ? "public" : schema;
      this.keepOlder = keepOlder == null ? 1 : keepOlder;
    }

    /** Returns every component as text, with asterisks in place of secrets. */
    @Override
    public String toString() {
      return ConfigText.of(this);
    }
  }

  /** Returns every component as text, with asterisks in place of secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
