package io.reprise.local.dev;

import io.reprise.cli.context.RunningDev;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.local.process.ClassDataArchives;
import io.reprise.local.process.ClassDataRecording;
import io.reprise.local.process.PartProcess;
import io.reprise.local.process.ServerProcess;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.stack.StackLaunches;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.supervise.Part;
import io.reprise.local.supervise.SetupStep;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The parts and setup steps of {@code dev}, and what each of them needs before it can start. */
final class DevParts {
  static final String KAFKA = "kafka";
  private static final String REGISTRY = "registry";
  private static final String S3 = "s3";
  private static final String TOPICS = "topics";
  private static final String SCHEMA = "schema";

  private final DevPlan plan;
  private final StackPorts ports;
  private final StackLaunches launches;

  /** Records classes if class data archives are missing. */
  private final ClassDataRecording classData;

  DevParts(DevPlan plan) {
    this.plan = plan;
    this.ports = plan.settings().ports();
    this.launches = new StackLaunches(plan.settings());
    this.classData =
        ClassDataRecording.begin(
            ClassDataArchives.ofProcess(), Set.of(ClassDataArchives.SERVICES, REGISTRY, S3));
  }

  private static String http(int port) {
    return "http://127.0.0.1:" + port;
  }

  private String kafka() {
    return "127.0.0.1:" + ports.broker();
  }

  private URI registry() {
    return EmbeddedRegistry.uriAt(ports.registry());
  }

  private String database() {
    return "jdbc:postgresql://127.0.0.1:" + ports.database() + "/postgres";
  }

  /** Writes the configuration files of all services and returns the parts. */
  List<Part> parts() {
    var archive = Objects.requireNonNull(plan.settings().archive());
    var snapshots = Objects.requireNonNull(plan.settings().snapshots());
    var parts = new ArrayList<Part>();
    parts.add(service(KAFKA, kafka(), launches.broker(0)));
    parts.add(
        server(
            REGISTRY,
            registry().toString(),
            () ->
                new ServerProcess(
                    EmbeddedRegistry.begin(
                            launches.data(REGISTRY),
                            ports.registry(),
                            classData.options(REGISTRY, REGISTRY))
                        .server())));
    parts.add(
        server(
            S3,
            http(ports.s3()),
            () ->
                new ServerProcess(
                    EmbeddedS3.begin(launches.data(S3), ports.s3(), classData.options(S3, S3))
                        .server())));
    parts.add(service("database", database(), launches.database()));
    parts.add(service("ingest", http(ports.ingest()), launches.ingest(), KAFKA));
    parts.add(service("archiver", http(ports.archiver()), launches.archiver(archive), KAFKA, S3));
    parts.add(
        service(
            "compactor",
            http(ports.compactor().applyAsInt(0)),
            launches.compactor(snapshots, 0),
            TOPICS,
            S3));
    for (int i = 0; i < plan.settings().workers(); i++) {
      var address = http(ports.worker().applyAsInt(i));
      parts.add(service("worker-" + (i + 1), address, launches.worker(i), KAFKA));
    }
    return parts;
  }

  private Part service(String name, String address, ServiceLaunch launch, String... needs) {
    var recorded = launch.withClassData(classData.options(ClassDataArchives.SERVICES, name));
    return new Part(
        name, address, launch.log(), Set.of(needs), () -> ServiceProcess.start(recorded));
  }

  private Part server(String name, String address, java.util.function.Supplier<PartProcess> start) {
    return new Part(name, address, launches.data(name).resolve("server.log"), Set.of(), start);
  }

  /**
   * Makes the class data archives that are missing, in a process of low priority. Called once all
   * parts are ready.
   */
  void makeClassData() {
    classData.makeArchives(
        Map.of(
            ClassDataArchives.SERVICES,
            System.getProperty("java.class.path"),
            REGISTRY,
            EmbeddedRegistry.classPath(),
            S3,
            EmbeddedS3.classPath()));
  }

  List<SetupStep> steps() {
    return List.of(
        new SetupStep(TOPICS, Set.of(KAFKA), () -> DevTopics.ensure(kafka(), plan.topics())),
        new SetupStep(SCHEMA, Set.of(REGISTRY), () -> ExampleSchema.register(registry())));
  }

  /** Returns the addresses at which commands reach the parts. */
  RunningDev addresses() {
    var store = Objects.requireNonNull(plan.settings().archive()).store(ports.s3());
    return new RunningDev(
        ProcessHandle.current().pid(),
        RunningDev.startOf(ProcessHandle.current()),
        IntStream.range(0, plan.settings().workers())
            .mapToObj(i -> http(ports.worker().applyAsInt(i)))
            .collect(Collectors.joining(",")),
        URI.create(http(ports.ingest())),
        registry(),
        URI.create(http(ports.archiver())),
        URI.create(http(ports.compactor().applyAsInt(0))),
        kafka(),
        database(),
        new RunningDev.ObjectStore(
            URI.create(http(ports.s3())),
            store.bucket(),
            store.prefix(),
            EmbeddedS3.ACCESS_KEY,
            EmbeddedS3.SECRET_KEY));
  }
}
