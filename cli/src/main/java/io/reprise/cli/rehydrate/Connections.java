package io.reprise.cli.rehydrate;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.OptionConverters;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.KafkaConfig;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options with the addresses of Kafka, the schema registry, the archive and the database. */
final class Connections {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Read the addresses of the Kafka cluster, the schema registry, the archive and the"
              + " database from this YAML file. Other options override the fields of the file.")
  private @Nullable Path file;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Bootstrap servers of the Kafka cluster (default: $REPRISE_KAFKA, or the broker of"
              + " `reprise dev`).")
  private @Nullable String kafka;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Base URL of the schema registry's Confluent API (default: $REPRISE_REGISTRY, or the"
              + " registry of `reprise dev`).")
  private @Nullable URI registry;

  @Option(
      names = "--target",
      paramLabel = "JDBC-URL",
      description =
          "JDBC URL of the PostgreSQL database of the read model (default: $REPRISE_TARGET, or the"
              + " database of `reprise dev`). User and password come from $REPRISE_TARGET_USER and"
              + " $REPRISE_TARGET_PASSWORD.")
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
        new KafkaConfig(cluster, null), registry(registryAt), null, at(database), null, null);
  }

  private static URI registry(String written) {
    try {
      return OptionConverters.serviceAddress(written);
    } catch (TypeConversionException e) {
      throw new CommandFailure(ExitCode.USAGE, "$REPRISE_REGISTRY: " + e.getMessage(), e);
    }
  }
}
