package io.reprise.cli.doctor;

import io.reprise.archiver.ArchiverAcls;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.compactor.CompactorAcls;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestAcls;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.replay.WorkerAcls;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file says about the systems that a service needs.
 *
 * @param role the name of the service
 * @param kafka settings of the service's Kafka clients
 * @param acls the ACLs that the service needs
 * @param sources the topics whose events the service stores, reads or archives
 * @param targets the topics that a worker writes
 * @param session the session timeout that a worker asks for; null for other services
 * @param archiver the configuration of an archiver; null for other services
 */
record CheckedService(
    String role,
    Map<String, Object> kafka,
    List<RequiredAcl> acls,
    Set<String> sources,
    Set<String> targets,
    @Nullable Duration session,
    OtherChecks.@Nullable HttpSystem registry,
    @Nullable S3Config store,
    RehydrateConfig.@Nullable Target database,
    @Nullable ArchiverConfig archiver) {

  /**
   * Reads the configuration file of a service.
   *
   * @param topics the topics that a worker replays, that an ingest service stores events in, or
   *     that a read model is built from; their names are in no configuration file
   */
  static CheckedService read(String role, Path file, List<String> topics) {
    return switch (role) {
      case "worker" -> of(ConfigFile.read(file, WorkerConfig.class), topics);
      case "ingest" -> of(ConfigFile.read(file, IngestConfig.class), topics);
      case "archiver" -> of(ConfigFile.read(file, ArchiverConfig.class));
      case "compactor" -> of(ConfigFile.read(file, CompactorConfig.class));
      default -> of(ConfigFile.read(file, RehydrateConfig.class), topics);
    };
  }

  private static CheckedService of(WorkerConfig config, List<String> topics) {
    var targets = new TreeSet<String>();
    for (var target : config.targets().values()) {
      if (target instanceof TargetConfig.KafkaTopic one) {
        targets.add(one.topic());
      } else if (target instanceof TargetConfig.Origin origins) {
        targets.addAll(origins.topics());
      }
    }
    var archive = config.archive();
    return new CheckedService(
        "worker",
        config.kafka().clientSettings(),
        WorkerAcls.of(config, topics),
        new TreeSet<>(topics),
        targets,
        config.control().session(),
        null,
        archive == null ? null : archive.store(),
        null,
        null);
  }

  private static CheckedService of(IngestConfig config, List<String> topics) {
    return new CheckedService(
        "ingest",
        config.kafka().clientSettings(),
        IngestAcls.of(config.http(), topics),
        new TreeSet<>(topics),
        Set.of(),
        null,
        registry(config.registry(), config.registryCa()),
        null,
        null,
        null);
  }

  private static CheckedService of(ArchiverConfig config) {
    return new CheckedService(
        "archiver",
        config.kafka().clientSettings(),
        ArchiverAcls.of(config),
        config.topics().keySet(),
        Set.of(),
        null,
        registry(config.registry(), config.registryCa()),
        config.store(),
        null,
        config);
  }

  private static CheckedService of(CompactorConfig config) {
    return new CheckedService(
        "compactor",
        config.kafka().clientSettings(),
        CompactorAcls.of(config),
        config.topics().keySet(),
        Set.of(),
        null,
        registry(config.registry(), config.registryCa()),
        config.store(),
        null,
        null);
  }

  private static CheckedService of(RehydrateConfig config, List<String> topics) {
    return new CheckedService(
        "rehydrate",
        config.kafka().clientSettings(),
        List.of(),
        new TreeSet<>(topics),
        Set.of(),
        null,
        registry(config.registry(), config.registryCa()),
        config.store(),
        config.target(),
        null);
  }

  private static OtherChecks.@Nullable HttpSystem registry(@Nullable URI at, @Nullable Path ca) {
    return at == null ? null : new OtherChecks.HttpSystem(at, ca);
  }

  String bootstrapServers() {
    return String.valueOf(kafka.get("bootstrap.servers"));
  }

  /** Returns whether the service does not do its work without an operation on a topic. */
  boolean needs(AclOperation operation, String topic) {
    return acls.stream()
        .filter(acl -> !acl.isOptional() && acl.operation() == operation)
        .map(RequiredAcl::resource)
        .filter(resource -> resource.resourceType() == ResourceType.TOPIC)
        .anyMatch(
            resource ->
                resource.patternType() == PatternType.PREFIXED
                    ? topic.startsWith(resource.name())
                    : resource.name().equals(topic)
                        || resource.name().equals(ResourcePattern.WILDCARD_RESOURCE));
  }

  /** Returns the topics whose settings are checked, without those that stand for several. */
  List<String> topics() {
    var all = new ArrayList<String>(sources);
    all.addAll(targets);
    return all.stream().filter(topic -> !topic.endsWith("*")).distinct().toList();
  }
}
