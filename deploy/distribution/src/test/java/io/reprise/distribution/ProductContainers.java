package io.reprise.distribution;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.client.IngestClient;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.context.Address;
import io.reprise.cli.context.Endpoint;
import io.reprise.cli.context.SecurityFiles;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.EmbeddedS3;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * Reprise in containers: one broker, a registry, an S3 server, and services as {@code compose.yaml}
 * describes them, with its configuration files, certificates and policy. The registry and the S3
 * server are those of {@code reprise dev}. There is no issuer: callers have a token of the file.
 *
 * <p>Confined to one thread. The caller closes it, which removes all containers.
 */
final class ProductContainers implements AutoCloseable {
  private static final String BROKER = "kafka-1:19092";
  private static final int PORT = 8080;
  private static final int LOG_LINES = 40;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final ComposeFile compose;
  private final SecurityFiles files;
  private final String image;
  private final Network network = Network.newNetwork();
  private final KafkaContainer kafka;
  private final GenericContainer<?> registry;
  private final GenericContainer<?> s3;
  private final Map<String, GenericContainer<?>> services = new TreeMap<>();

  /**
   * Describes broker, registry and S3 server, and starts none.
   *
   * @param images the image of Kafka, that of Reprise, and one whose {@code PATH} has a Java
   * @param token the file with the token of a principal of the policy
   */
  ProductContainers(ComposeFile compose, Images images, Path token) {
    this.compose = compose;
    this.image = images.reprise();
    this.files =
        new SecurityFiles(token, compose.prepared().resolve("secrets/tls/ca.pem"), null, null);
    this.kafka = kafka(images.kafka());
    this.registry = registry(images.java());
    this.s3 = s3(images.java());
  }

  /** The names of the images. */
  record Images(String kafka, String reprise, String java) {}

  private KafkaContainer kafka(String name) {
    return new KafkaContainer(DockerImageName.parse(name).asCompatibleSubstituteFor("apache/kafka"))
        .withNetwork(network)
        .withListener(BROKER)
        .withStartupTimeout(START_LIMIT)
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv(
            "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS",
            compose.variable("kafka-1", "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS"));
  }

  private GenericContainer<?> registry(String java) {
    var jar = Path.of(EmbeddedRegistry.classPath());
    return server(java, "registry", jar.getParent())
        .withCommand(
            "java",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dquarkus.http.host=0.0.0.0",
            "-Dquarkus.http.port=" + PORT,
            "-jar",
            "/server/" + jar.getFileName())
        .waitingFor(
            Wait.forHttp("/apis/ccompat/v7/subjects")
                .forPort(PORT)
                .withStartupTimeout(START_LIMIT));
  }

  /** The variables that configure the image of compose.yaml are the properties of the server. */
  private GenericContainer<?> s3(String java) {
    var properties = new ArrayList<String>();
    ComposeFile.environment(compose.service("s3"))
        .forEach((name, value) -> properties.add(property(name) + "=" + value));
    var libraries = Path.of(EmbeddedS3.classPath()).getParent();
    var bucket = ComposeFile.volumes(compose.service("s3")).get(0);
    return server(java, "s3", libraries)
        .withCopyToContainer(Transferable.of(String.join("\n", properties)), "/s3.properties")
        .withCreateContainerCmdModifier(cmd -> cmd.withVolumes(new Volume(bucket.toString())))
        .withCommand(
            "java",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            "/server/*",
            "org.gaul.s3proxy.Main",
            "--properties",
            "/s3.properties")
        .waitingFor(
            Wait.forHttp("/")
                .forPort(PORT)
                .forStatusCodeMatching(status -> true)
                .withStartupTimeout(START_LIMIT));
  }

  /** As S3Proxy's own image names them. */
  private static String property(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private GenericContainer<?> server(String java, String name, Path directory) {
    return container(java, name)
        .withCreateContainerCmdModifier(
            cmd -> hostConfig(cmd.getHostConfig()).withBinds(readOnly(directory, "/server")));
  }

  private GenericContainer<?> container(String name, String alias) {
    return new GenericContainer<>(DockerImageName.parse(name))
        .withNetwork(network)
        .withNetworkAliases(alias)
        .withExposedPorts(PORT);
  }

  private static HostConfig hostConfig(HostConfig config) {
    return Objects.requireNonNull(config);
  }

  private static Bind readOnly(Path source, String target) {
    return new Bind(source.toString(), new Volume(target), AccessMode.ro);
  }

  /** Starts broker, registry and S3 server, and returns once they answer. */
  void startServers() {
    Startables.deepStart(kafka, registry, s3).join();
  }

  /**
   * Starts services of {@code compose.yaml}, and returns once they are alive.
   *
   * @param overrides variables that override those of the file
   */
  void start(Map<String, String> overrides, String... names) {
    Stream.of(names).forEach(name -> services.put(name, service(name, overrides)));
    Startables.deepStart(Stream.of(names).map(services::get)).join();
  }

  private GenericContainer<?> service(String name, Map<String, String> overrides) {
    var service = compose.service(name);
    var binds =
        compose.mounts(service).stream()
            .map(mount -> readOnly(mount.source(), mount.target().toString()))
            .toList();
    var volumes =
        ComposeFile.volumes(service).stream().map(path -> new Volume(path.toString())).toList();
    return container(image, name)
        .withEnv(ComposeFile.environment(service))
        .withEnv("REPRISE_KAFKA_BOOTSTRAP_SERVERS", BROKER)
        .withEnv(overrides)
        .withCommand(ComposeFile.texts(service.path("command")).toArray(String[]::new))
        .withTmpFs(Map.of("/tmp", "exec"))
        .withCreateContainerCmdModifier(
            cmd -> {
              cmd.withVolumes(volumes);
              hostConfig(cmd.getHostConfig()).withReadonlyRootfs(true).withBinds(binds);
            })
        .waitingFor(
            Wait.forHttps("/health/live")
                .allowInsecure()
                .forPort(PORT)
                .withStartupTimeout(START_LIMIT));
  }

  /** Ends the process of a service at once (SIGKILL). */
  void kill(String name) {
    var container = services.get(name);
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  /** Takes a service off the network. Its process goes on. */
  void cutOff(String name) {
    var container = services.get(name);
    container
        .getDockerClient()
        .disconnectFromNetworkCmd()
        .withContainerId(container.getContainerId())
        .withNetworkId(network.getId())
        .exec();
  }

  /** Ends what {@link #cutOff} has begun. */
  void reconnect(String name) {
    var container = services.get(name);
    container
        .getDockerClient()
        .connectToNetworkCmd()
        .withContainerId(container.getContainerId())
        .withNetworkId(network.getId())
        .exec();
  }

  boolean isRunning(String name) {
    return services.get(name).isRunning();
  }

  /** Prints the last lines of each service's log, for a failed test. */
  void printLogs() {
    services.forEach(
        (name, container) -> {
          var lines = container.getLogs().lines().toList();
          System.out.printf("the last lines of the log of %s:%n", name);
          lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).forEach(System.out::println);
        });
  }

  String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  URI registryUri() {
    return URI.create(
        "http://%s:%d/apis/ccompat/v7".formatted(registry.getHost(), registry.getMappedPort(PORT)));
  }

  private Address address(Endpoint endpoint, String name) {
    var container = services.get(name);
    return Address.given(
            endpoint, "https://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT)))
        .with(files);
  }

  IngestClient ingest(String name) {
    return new IngestClient(address(Endpoint.INGEST, name));
  }

  WorkerClient worker(String name) {
    return new WorkerClient(address(Endpoint.WORKER, name));
  }

  ArchiverClient archiver(String name) {
    return new ArchiverClient(address(Endpoint.ARCHIVER, name));
  }

  @Override
  public void close() {
    var all = new ArrayList<GenericContainer<?>>(services.values());
    all.addAll(List.of(s3, registry, kafka));
    all.forEach(GenericContainer::stop);
    network.close();
  }
}
