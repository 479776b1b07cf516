package io.reprise.cli.rehydrate;

import io.reprise.runtime.config.KafkaConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a rehydration works with, apart from what it is to make.
 *
 * @param kafka the cluster
 * @param registry to read Avro with; none when left out
 * @param store the archive, with the cold part of the log and exported generations; none when left
 *     out. Credentials come from the environment, as AWS's tools do
 * @param target the database
 * @param pluginDirectory jars with reducers; only built-in ones when left out
 * @param scratch for sorting snapshots of a topic; the system's temporary directory when left out
 */
public record RehydrateConfig(
    KafkaConfig kafka,
    @Nullable URI registry,
    @Nullable S3Config store,
    Target target,
    @Nullable Path pluginDirectory,
    Path scratch) {
  public RehydrateConfig(
      @Nullable KafkaConfig kafka,
      @Nullable URI registry,
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
    this.store = store;
    this.target = target;
    this.pluginDirectory = pluginDirectory;
    this.scratch = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
  }

  /**
   * A PostgreSQL database.
   *
   * @param url as in {@code jdbc:postgresql://host:5432/database}
   * @param user {@code postgres} when left out
   * @param password best given as {@code REPRISE_TARGET_PASSWORD} in the environment; none when
   *     left out
   * @param schema {@code public} when left out; it exists
   * @param keepOlder how many versions are kept for an undo; 1 when left out
   */
  public record Target(String url, String user, String password, String schema, Integer keepOlder) {
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

    @Override
    public String toString() {
      return "Target[user=" + user + ", schema=" + schema + "]";
    }
  }
}
