package io.reprise.cli.rehydrate;

import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.KafkaConfig;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where everything is: from a file, or from options for what {@code reprise dev} runs. */
final class Connections {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "cluster, registry, archive and database, YAML; options override it")
  private @Nullable Path file;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "the cluster (default: $REPRISE_KAFKA, or that of `reprise dev`)")
  private @Nullable String kafka;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "where Confluent's API starts (default: $REPRISE_REGISTRY, or that of `reprise dev`)")
  private @Nullable URI registry;

  @Option(
      names = "--target",
      paramLabel = "JDBC-URL",
      description =
          "the database; user and password from $REPRISE_TARGET_USER and $REPRISE_TARGET_PASSWORD"
              + " (default: $REPRISE_TARGET, or that of `reprise dev`)")
  private @Nullable String target;

  RehydrateConfig config() {
    var base = file == null ? dev() : ConfigFile.read(file, RehydrateConfig.class);
    return new RehydrateConfig(
        kafka == null ? base.kafka() : new KafkaConfig(kafka, null),
        registry == null ? base.registry() : registry,
        base.store(),
        target == null ? base.target() : at(target),
        base.pluginDirectory(),
        base.scratch());
  }

  private static RehydrateConfig.Target at(String url) {
    return new RehydrateConfig.Target(
        url,
        System.getenv("REPRISE_TARGET_USER"),
        System.getenv("REPRISE_TARGET_PASSWORD"),
        null,
        null);
  }

  private static RehydrateConfig dev() {
    var environment = System.getenv();
    var cluster = environment.getOrDefault("REPRISE_KAFKA", "127.0.0.1:19092");
    var registryAt =
        environment.getOrDefault("REPRISE_REGISTRY", "http://127.0.0.1:19091/apis/ccompat/v7");
    var database =
        environment.getOrDefault("REPRISE_TARGET", "jdbc:postgresql://127.0.0.1:19097/postgres");
    return new RehydrateConfig(
        new KafkaConfig(cluster, null), URI.create(registryAt), null, at(database), null, null);
  }
}
