package io.reprise.cli;

import io.reprise.archiver.ArchiverConfig;
import io.reprise.archiver.ArchiverService;
import io.reprise.compactor.CompactorConfig;
import io.reprise.compactor.CompactorService;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.SecuredBroker;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.ingest.service.IngestService;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;

/** All services with the servers that they need, each of which wants to see a secret. */
final class SecretiveInstallation implements AutoCloseable {
  /** The password of the schema registry, which does not ask for one. */
  static final String REGISTRY = "pl4nted-registry";

  /** A part of the password of the Kafka user, and of the secret key of the S3 server. */
  static final String SERVERS = "-on-one-machine";

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "userId", "type": "string"},
        {"name": "mail", "type": ["null", "string"], "default": null},
        {"name": "cents", "type": "int"}]}
      """;

  final Token token = Token.create(new SecureRandom());

  /** The token of an operator from whom the policy hides the field mail of all orders. */
  final Token masked = Token.create(new SecureRandom());

  final SecuredBroker broker;
  final IngestService ingest;
  final WorkerService worker;
  final ArchiverService archiver;
  final CompactorService compactor;
  private final Lifecycle life = new Lifecycle(Duration.ofSeconds(30));
  private final Path directory;
  private final EmbeddedRegistry registry;
  private final EmbeddedS3 s3;

  SecretiveInstallation(Path directory) throws Exception {
    this.directory = directory;
    this.broker = life.start("broker", () -> SecuredBroker.startTemporary("reprise"));
    this.registry = life.start("registry", EmbeddedRegistry::startTemporary);
    this.s3 = life.start("s3", EmbeddedS3::startTemporary);
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    prepare();
    var store =
        "{endpoint: '%s', bucket: %s, prefix: secrets}".formatted(s3.uri(), EmbeddedS3.BUCKET);
    var ingestConfig = service("ingest", IngestConfig.class, registrySection());
    var workerConfig =
        service(
            "worker",
            WorkerConfig.class,
            registrySection()
                + "targets: {copy: {kind: kafka, topic: orders-copy}}\ncontrol: {slots: 2}\n"
                + "archive: {store: %s}\n".formatted(store));
    var archiverConfig =
        service(
            "archiver",
            ArchiverConfig.class,
            registrySection()
                + "store: %s\nspool: {directory: '%s'}\ntopics: {orders: {mode: COPY, cutAge: 1s}}\n"
                    .formatted(store, directory.resolve("spool")));
    var compactorConfig =
        service(
            "compactor",
            CompactorConfig.class,
            registrySection()
                + "store: %s\nstateDirectory: '%s'\ntopics: {orders: [{reducer: merge}]}\n"
                    .formatted(store, directory.resolve("states")));
    this.ingest = life.start("ingest", () -> IngestService.start(ingestConfig));
    this.worker = life.start("worker", () -> WorkerService.start(workerConfig, fault -> {}));
    this.archiver =
        life.start("archiver", () -> ArchiverService.start(archiverConfig, fault -> {}));
    this.compactor = life.start("compactor", () -> CompactorService.start(compactorConfig));
  }

  private void prepare() throws Exception {
    var acls = new RoleAcls();
    acls.topic("*").needs(AclOperation.ALL, "is tested");
    acls.group("*").needs(AclOperation.ALL, "is tested");
    acls.transactionalId("*").needs(AclOperation.ALL, "is tested");
    acls.cluster().needs(AclOperation.ALL, "is tested");
    broker.grant(acls.list().stream().map(acl -> acl.binding("User:reprise")).toList());
    broker
        .superUser()
        .createTopics(
            List.of(
                new NewTopic("orders", 1, (short) 1), new NewTopic("orders-copy", 1, (short) 1)))
        .all()
        .get();
    try (var client = SchemaRegistry.at(registry.uri())) {
      client.register(SchemaRegistry.valueSubject("orders"), new Schema.Parser().parse(SCHEMA));
    }
    Files.writeString(
        directory.resolve("tokens.yaml"),
        "tokens: [{principal: ann, sha256: '%s'}, {principal: mia, sha256: '%s'}]\n"
            .formatted(token.sha256Hex(), masked.sha256Hex()));
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        bindings:
        - {principal: ann, role: admin, topics: ['*'], targets: ['*']}
        - {principal: mia, role: operator, topics: ['orders*'], targets: ['*']}
        masks: [{role: operator, topics: ['orders*'], fields: [mail]}]
        """);
  }

  private <T extends Record> T service(String name, Class<T> type, String own) throws Exception {
    var http =
        "http: {host: 127.0.0.1, port: 0, authentication: {tokens: '%s', policy: '%s'}}\n"
            .formatted(directory.resolve("tokens.yaml"), directory.resolve("policy.yaml"));
    return ConfigFile.read(file(name, http + own), type);
  }

  /** Writes a configuration file with the sign-in at the broker, and returns it. */
  Path file(String name, String own) throws Exception {
    var kafka =
        """
        kafka:
          bootstrapServers: '%s'
          properties:
            security.protocol: SASL_PLAINTEXT
            sasl.mechanism: PLAIN
            sasl.jaas.config: '%s'
        """
            .formatted(broker.bootstrapServers(), jaas());
    return Files.writeString(directory.resolve(name + ".yaml"), kafka + own);
  }

  String jaas() {
    return String.valueOf(broker.signIn("reprise").get("sasl.jaas.config"));
  }

  private String registrySection() {
    var uri = registry.uri();
    return "registry: 'http://user:%s@%s:%d%s'\n"
        .formatted(REGISTRY, uri.getHost(), uri.getPort(), uri.getPath());
  }

  URI registry() {
    return registry.uri();
  }

  List<URI> services() {
    return List.of(ingest.uri(), worker.uri(), archiver.uri(), compactor.uri());
  }

  @Override
  public void close() {
    life.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
