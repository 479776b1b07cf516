package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Groups of every type limit trims, and nothing is trimmed while groups may be hidden.
 *
 * <p>Shows guarantee 9 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class TrimGroupsIT {
  private static final int RECORDS = 200;

  @Test
  void aShareGroupKeepsTheRecordsThatItHasNotAcknowledged(RunningServers servers) throws Exception {
    try (var fixture = new ArchiverFixture(servers, "queued")) {
      // Given: a share group that has acknowledged nothing yet
      var id = fixture.create("queued", 1, Map.of());
      consumeFromTheStart(fixture.admin(), "queue");
      publish(servers.client(), "queued");
      var reader = new KafkaShareConsumer<>(shareConsumer(servers), null, null);
      reader.subscribe(List.of("queued"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !reader.poll(Duration.ofMillis(200)).isEmpty());
      var spares = Map.of("queued", ArchiverFixture.eager(1));
      try (var archiver = start(servers, fixture, spares, "spares-queued")) {
        var client = new ArchiverHttpClient(archiver.uri());

        // When, Then: all is archived, and nothing trimmed
        awaitTrimLimit(client, "queued", "share group 'queue'");
        assertThat(fixture.facts(id).logStart()).isZero();

        // When, Then: the group has no more to read, and all is trimmed
        reader.close(Duration.ofSeconds(1));
        long end = fixture.facts(id).committedEnd();
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> hasRead(fixture.admin(), "queue", new TopicPartition("queued", 0), end));
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.isMoved(id));
      } finally {
        reader.close(Duration.ofSeconds(1));
      }
    }
  }

  /** Sets the start offset of an empty share group. */
  private static boolean hasRead(Admin admin, String group, TopicPartition partition, long offset)
      throws Exception {
    admin.alterShareGroupOffsets(group, Map.of(partition, offset)).all().get();
    return true;
  }

  @Test
  void trimsNothingWithoutTheRightToSeeGroups(RunningServers servers) throws Exception {
    var authorizer = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    authorizer.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    authorizer.put("allow.everyone.if.no.acl.found", "true");
    try (var broker = EmbeddedBroker.startTemporary(authorizer);
        var fixture = new ArchiverFixture(broker.bootstrapServers(), servers.s3(), "rights")) {
      // Given: a group without the right to be seen
      allowAllButDescribe(fixture.admin());
      var id = fixture.create("rights", 1, Map.of());
      publish(Map.of("bootstrap.servers", broker.bootstrapServers()), "rights");
      var spares = Map.of("rights", ArchiverFixture.eager(1));
      try (var archiver = start(servers, fixture, spares, "spares-rights")) {
        var client = new ArchiverHttpClient(archiver.uri());

        // When, Then: all is archived, nothing trimmed, and the status says why
        awaitTrimLimit(
            client,
            "rights",
            "the archiver may not see all groups, and a hidden group may still need the records:"
                + " allow its principal DESCRIBE on the cluster");
        await()
            .atMost(Duration.ofSeconds(90))
            .untilAsserted(
                () ->
                    assertThat(client.partition("rights", 0).path("detail").asText())
                        .startsWith(
                            "rights-0 cannot be trimmed for now: the archiver may not see"));
        assertThat(fixture.facts(id).logStart()).isZero();

        // When, Then: the cluster may be described, the offsets of one group may not be read
        fixture.commit("secret", id, 20);
        deny(
            fixture.admin(),
            new ResourcePattern(ResourceType.GROUP, "secret", PatternType.LITERAL));
        fixture.admin().deleteAcls(List.of(denied(cluster()).toFilter())).all().get();
        awaitTrimLimit(
            client,
            "rights",
            "the archiver may not read the offsets of group 'secret': allow its principal DESCRIBE on that group, or name the group"
                + " in excludeGroups");
        assertThat(fixture.facts(id).logStart()).isZero();

        // When, Then: the group may be read, and limits the trim
        fixture
            .admin()
            .deleteAcls(
                List.of(
                    denied(new ResourcePattern(ResourceType.GROUP, "secret", PatternType.LITERAL))
                        .toFilter()))
            .all()
            .get();
        awaitTrimLimit(client, "rights", "live group 'secret'");
        assertThat(fixture.facts(id).logStart()).isLessThanOrEqualTo(20);
      }
    }
  }

  private static ArchiverService start(
      RunningServers servers,
      ArchiverFixture fixture,
      Map<String, io.reprise.archiver.topic.TopicConfig> topics,
      String name) {
    return ArchiverService.start(fixture.settings(servers, topics, name), fault -> {});
  }

  private static void awaitTrimLimit(ArchiverHttpClient client, String topic, String reason) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              var p = client.partition(topic, 0);
              assertThat(p.path("trimLimit").asText()).isEqualTo(reason);
              assertThat(p.path("lag").asLong()).isZero();
              assertThat(p.path("nextTrim").asLong()).isEqualTo(p.at("/hot/from").asLong());
            });
  }

  private static void publish(Map<String, Object> client, String topic) {
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, 0, new byte[] {(byte) i}, new byte[64]));
      }
    }
  }

  private static Map<String, Object> shareConsumer(RunningServers servers) {
    var settings = new HashMap<>(servers.client());
    settings.put("group.id", "queue");
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    return settings;
  }

  private static void consumeFromTheStart(Admin admin, String group) throws Exception {
    var earliest =
        new AlterConfigOp(
            new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest))).all().get();
  }

  private static void allowAllButDescribe(Admin admin) throws Exception {
    admin
        .createAcls(
            List.of(new AclBinding(cluster(), entry(AclOperation.ALL, AclPermissionType.ALLOW))))
        .all()
        .get();
    deny(admin, cluster());
  }

  private static void deny(Admin admin, ResourcePattern resource) throws Exception {
    admin.createAcls(List.of(denied(resource))).all().get();
  }

  private static AclBinding denied(ResourcePattern resource) {
    return new AclBinding(resource, entry(AclOperation.DESCRIBE, AclPermissionType.DENY));
  }

  private static AccessControlEntry entry(AclOperation operation, AclPermissionType type) {
    return new AccessControlEntry("User:ANONYMOUS", "*", operation, type);
  }

  private static ResourcePattern cluster() {
    return new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
  }
}
