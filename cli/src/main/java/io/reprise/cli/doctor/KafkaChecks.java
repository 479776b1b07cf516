package io.reprise.cli.doctor;

import static io.reprise.cli.doctor.Finding.ok;
import static io.reprise.cli.doctor.Finding.problem;

import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.kafka.client.ClusterCheck;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicSettings;
import io.reprise.store.object.s3.StoreProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Checks a Kafka cluster and the topics of a service with the service's own client settings. */
final class KafkaChecks {
  private final Admin admin;
  private final CheckedService service;
  private final String cluster;

  /** Creates the checks of a service. The caller closes {@code admin}. */
  KafkaChecks(Admin admin, CheckedService service) {
    this.admin = admin;
    this.service = service;
    this.cluster = service.bootstrapServers();
  }

  /** Checks that a broker answers a new connection within a limit. */
  List<Finding> reach(Duration limit) {
    ClusterCheck.requireAnswer(admin, limit);
    return List.of(ok("kafka", cluster, "A broker answers."));
  }

  /** Checks what the cluster's version means for the service. */
  List<Finding> version() {
    var features = KafkaAnswer.of(admin.describeFeatures().featureMetadata());
    var findings = new ArrayList<Finding>();
    findings.add(ClusterFindings.transactionVersion(cluster, finalised(features)));
    findings.add(ClusterFindings.hangingTransactions(cluster, metadataLevel(features)));
    findings.add(ClusterFindings.misdirectedBatches(cluster));
    return findings;
  }

  private static OptionalInt finalised(FeatureMetadata features) {
    var range = features.finalizedFeatures().get("transaction.version");
    return range == null ? OptionalInt.empty() : OptionalInt.of(range.maxVersionLevel());
  }

  private static OptionalInt metadataLevel(FeatureMetadata features) {
    var range = features.supportedFeatures().get("metadata.version");
    return range == null ? OptionalInt.empty() : OptionalInt.of(range.maxVersion());
  }

  /** Checks which session timeouts the brokers allow. */
  List<Finding> session(Duration wanted) {
    var brokers = KafkaAnswer.of(admin.describeCluster().nodes());
    var broker =
        new ConfigResource(ConfigResource.Type.BROKER, brokers.iterator().next().idString());
    Config config;
    try {
      config = KafkaAnswer.of(admin.describeConfigs(List.of(broker)).all()).get(broker);
    } catch (AuthorizationException e) {
      config = null;
    }
    return List.of(
        ClusterFindings.session(
            cluster,
            wanted,
            millis(config, "group.min.session.timeout.ms"),
            millis(config, "group.consumer.min.session.timeout.ms")));
  }

  private static @Nullable Duration millis(@Nullable Config config, String name) {
    var entry = config == null ? null : config.get(name);
    var value = entry == null ? null : entry.value();
    return value == null ? null : Duration.ofMillis(Long.parseLong(value));
  }

  /** Checks the settings of one topic. */
  List<Finding> topic(String topic) {
    try {
      var description = TopicDescriptions.of(admin, topic);
      var settings = settings(topic);
      if (settings.isEmpty()) {
        return List.of(TopicFindings.settingsNotVisible(topic));
      }
      return TopicFindings.of(
          cluster,
          topic,
          settings.get(),
          description.partitions().get(0).replicas().size(),
          service.sources().contains(topic));
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return List.of(
          problem(
              TopicFindings.CHECK,
              topic,
              "The topic does not exist.",
              "The service cannot use it.",
              "reprise topics create %s --partitions N --replication 3".formatted(topic)));
    } catch (AuthorizationException e) {
      return List.of(
          problem(
              TopicFindings.CHECK,
              topic,
              "The service may not see the topic or its settings.",
              "It cannot use the topic.",
              "Grant the missing ACLs."));
    }
  }

  /** Returns the settings of a topic; empty if the service neither sees nor needs them. */
  private Optional<TopicSettings> settings(String topic) {
    try {
      return Optional.of(new TopicInspector(admin).settings(topic));
    } catch (AuthorizationException e) {
      if (service.needs(AclOperation.DESCRIBE_CONFIGS, topic)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Checks that Kafka keeps records until an archiver has archived them. */
  List<Finding> retention() {
    var archiver = service.archiver();
    if (archiver == null) {
      return List.of();
    }
    var storeIsChecked = new StoreProbe.Result(true, List.of());
    var findings = new ArrayList<Finding>();
    ArchivedTopics.of(archiver.topics(), new TopicInspector(admin), storeIsChecked)
        .refused()
        .forEach(
            (topic, reason) ->
                findings.add(
                    problem(
                        "retention",
                        topic,
                        reason,
                        "The archiver refuses the topic.",
                        "reprise topics alter %s --config NAME=VALUE".formatted(topic))));
    return findings;
  }
}
