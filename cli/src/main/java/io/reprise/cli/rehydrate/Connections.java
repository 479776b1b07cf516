package io.reprise.cli.rehydrate;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.context.Address;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.Context;
import io.reprise.cli.context.Endpoint;
import io.reprise.cli.context.RunningDev;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with the addresses of Kafka, the schema registry, the archive and the database. */
final class Connections extends AddressOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Read the addresses of the Kafka cluster, the schema registry, the archive and the"
              + " database from this YAML file, and none from a context. Other options override"
              + " the fields of the file.")
  private @Nullable Path file;

  @Option(
      names = "--kafka",
      paramLabel = "BROKERS",
      description = "Bootstrap servers of the Kafka cluster (default: those of the context).")
  private @Nullable String kafka;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Base URL of the schema registry's Confluent API (default: that of the context).")
  private @Nullable URI registry;

  @Option(
      names = "--target",
      paramLabel = "JDBC-URL",
      description =
          "JDBC URL of the PostgreSQL database of the read model (default: that of the context)."
              + " User and password come from $REPRISE_TARGET_USER and $REPRISE_TARGET_PASSWORD,"
              + " then from the context, then from $PGUSER and $PGPASSWORD.")
  private @Nullable String target;

  RehydrateConfig config() {
    return file == null ? ofContext() : ofFile(ConfigFile.read(file, RehydrateConfig.class));
  }

  /** Returns the address of Kafka as error messages name it. */
  String kafkaInMessages() {
    return file == null || kafka != null
        ? address(Endpoint.KAFKA, kafka).named()
        : config().kafka().bootstrapServers();
  }

  private RehydrateConfig ofFile(RehydrateConfig base) {
    return new RehydrateConfig(
        kafka == null ? base.kafka() : new KafkaConfig(kafka, null),
        registry == null ? base.registry() : registry,
        base.registryCa(),
        base.store(),
        target == null ? base.target() : at(Address.given(Endpoint.DATABASE, target), sources()),
        base.pluginDirectory(),
        base.scratch());
  }

  private RehydrateConfig ofContext() {
    var cluster = address(Endpoint.KAFKA, kafka);
    return new RehydrateConfig(
        new KafkaConfig(cluster.text(), null),
        registry == null
            ? sources().find(Endpoint.REGISTRY, context()).map(Address::url).orElse(null)
            : registry,
        storeOf(cluster),
        at(address(Endpoint.DATABASE, target), sources()),
        null,
        null);
  }

  /**
   * Returns the object store of the running {@code dev} whose Kafka is used; null for any other
   * cluster, whose object store is given by {@code --config}.
   */
  private @Nullable S3Config storeOf(Address cluster) {
    return sources()
        .applied(context())
        .map(AddressSources.Applied::dev)
        .filter(dev -> dev.kafka().equals(cluster.text()))
        .map(dev -> open(dev.objectStore()))
        .orElse(null);
  }

  /** Gives this process the credentials of the bucket, where the S3 client reads them. */
  private static S3Config open(RunningDev.ObjectStore bucket) {
    System.setProperty("aws.accessKeyId", bucket.accessKey());
    System.setProperty("aws.secretAccessKey", bucket.secretKey());
    return new S3Config(
        bucket.endpoint(), null, bucket.bucket(), bucket.prefix(), true, null, null);
  }

  /** Returns a database with its user and password, which the environment or a context gives. */
  static RehydrateConfig.Target at(Address database, AddressSources sources) {
    var environment = sources.environment();
    var context = Optional.ofNullable(database.context());
    return new RehydrateConfig.Target(
        database.text(),
        Optional.ofNullable(environment.get("REPRISE_TARGET_USER"))
            .or(() -> context.map(Context::databaseUser))
            .orElseGet(() -> environment.get("PGUSER")),
        Optional.ofNullable(environment.get("REPRISE_TARGET_PASSWORD"))
            .or(() -> context.map(Context::databasePasswordFile).map(Connections::firstLine))
            .orElseGet(() -> environment.get("PGPASSWORD")),
        null,
        null);
  }

  private static String firstLine(Path passwordFile) {
    return TextFile.read(passwordFile).lines().findFirst().orElse("");
  }
}
