package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.archiver.ArchiverAcls;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.compactor.CompactorAcls;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestAcls;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.replay.WorkerAcls;
import io.reprise.replay.WorkerConfig;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.KafkaUserScramSha512ClientAuthentication;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The users and topics that Strimzi's operators create, against the ACLs of the code. */
class KafkaUsersTest {
  private static final String USERS =
      """
      secrets: {kafkaProperties: {name: ''}}
      strimzi:
        cluster: events
        users: {enabled: true, ingestTopics: [orders, 'audit.*'], replayedTopics: ['orders*', billing]}
      """;

  private static final String OTHER_NAMES =
      """
      worker:
        config:
          control: {prefix: second}
          targets:
            replayed: {kind: kafka, topic: orders-replayed}
            shadow: {kind: kafka-pattern, topicPattern: 'orders-*-shadow'}
            any: {kind: kafka-pattern, topicPattern: '*-shadow'}
            back: {kind: origin, topics: [orders, payments]}
            nothing: {kind: discard}
      archiver:
        config:
          anchors: second.archive
          group: second-archiver
          topics: {orders: {mode: COPY}, billing: {hotTime: 7d}, plain: {}}
          snapshots: {orders: [{reducer: latest, version: 3}, {reducer: merge}]}
      compactor:
        config:
          applicationId: second-compactor
          topics: {orders: [{reducer: latest}, {reducer: merge, version: 2}], billing: [{reducer: latest}]}
      """;

  private static final String COPY_ONLY =
      "{archiver: {config: {topics: {orders: {mode: COPY}}, snapshots: null}}}";

  private static RenderedChart chart(String... more) {
    var values = Chart.merge(Chart.siteWith("values.yaml"), Chart.values(USERS));
    for (var one : more) {
      values = Chart.merge(values, Chart.values(one));
    }
    return RenderedChart.of(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", OTHER_NAMES, COPY_ONLY})
  void eachUserHasTheAclsOfItsRole(String values) {
    var chart = chart(values);

    RenderedChart.ROLES.forEach(
        role ->
            assertThat(granted(chart, role))
                .as(role)
                .containsExactlyInAnyOrderElementsOf(required(chart, role, acl -> true)));
  }

  @Test
  void optionalAclsCanBeLeftOut() {
    var chart = chart("{strimzi: {users: {optionalAcls: false}}}");

    RenderedChart.ROLES.forEach(
        role ->
            assertThat(granted(chart, role))
                .as(role)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                    required(chart, role, acl -> !acl.isOptional())));
  }

  @Test
  void podsSignInAsTheirUser() {
    var chart = chart("{kafka: {properties: {client.id: shop}}}");

    chart
        .pods()
        .forEach(
            (role, pod) -> {
              var user = chart.one(KafkaUser.class, "shop-reprise-" + role);
              assertThat(user.getSpec().getAuthentication())
                  .isInstanceOf(KafkaUserScramSha512ClientAuthentication.class);
              var variable =
                  RenderedChart.container(pod).getEnv().stream()
                      .filter(v -> v.getName().equals("KAFKA_JAAS"))
                      .findFirst()
                      .orElseThrow();
              assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                  .isEqualTo(user.getMetadata().getName());
              assertThat(RenderedChart.container(pod).getVolumeMounts())
                  .anyMatch(mount -> mount.getMountPath().equals("/etc/reprise/kafka-ca"));
            });
    assertThat(chart.config("worker", WorkerConfig.class).kafka().properties())
        .containsEntry("client.id", "shop")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("sasl.jaas.config", RenderedChart.JAAS)
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", "/etc/reprise/kafka-ca/ca.crt");
    assertThat(chart.config("ingest", IngestConfig.class).kafka().properties())
        .containsEntry("sasl.jaas.config", RenderedChart.JAAS);
  }

  @Test
  void topicsHaveTheirOwnNamesAndAreKept() {
    var chart =
        chart(
            "{strimzi: {topics: {Orders_v1: {partitions: 12, replicas: 3, config: {retention.ms:"
                + " 604800000}}}}}");

    var topic = chart.all(KafkaTopic.class).findFirst().orElseThrow();

    assertThat(topic.getSpec().getTopicName()).isEqualTo("Orders_v1");
    assertThat(topic.getSpec().getPartitions()).isEqualTo(12);
    assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
    assertThat(topic.getSpec().getConfig()).containsEntry("retention.ms", 604800000);
    assertThat(topic.getMetadata().getLabels()).containsEntry("strimzi.io/cluster", "events");
    assertThat(topic.getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
  }

  @Test
  void refusesUsersWithoutAClusterOrWithOtherCredentials() {
    assertThatThrownBy(() -> chart("{strimzi: {cluster: ''}}"))
        .hasMessageContaining("strimzi.cluster is missing");
    assertThatThrownBy(() -> chart("{secrets: {kafkaProperties: {name: other}}}"))
        .hasMessageContaining("strimzi.users and secrets.kafkaProperties are both set");
  }

  private static List<String> required(
      RenderedChart chart, String role, Predicate<RequiredAcl> selected) {
    var acls =
        switch (role) {
          case "ingest" ->
              IngestAcls.of(
                  chart.config(role, IngestConfig.class).http(), List.of("orders", "audit.*"));
          case "worker" ->
              WorkerAcls.of(chart.config(role, WorkerConfig.class), List.of("orders*", "billing"));
          case "archiver" -> ArchiverAcls.of(chart.config(role, ArchiverConfig.class));
          default -> CompactorAcls.of(chart.config(role, CompactorConfig.class));
        };
    return acls.stream()
        .filter(selected)
        .map(
            acl ->
                text(
                    acl.resource().resourceType().name(),
                    acl.resource().patternType().name(),
                    acl.resource().name(),
                    acl.operation().name()))
        .toList();
  }

  private static List<String> granted(RenderedChart chart, String role) {
    var user = chart.one(KafkaUser.class, "shop-reprise-" + role);
    var rules = ((KafkaUserAuthorizationSimple) user.getSpec().getAuthorization()).getAcls();
    return rules.stream().flatMap(KafkaUsersTest::texts).toList();
  }

  private static Stream<String> texts(AclRule rule) {
    var resource = rule.getResource();
    return rule.getOperations().stream()
        .map(
            operation -> {
              if (resource instanceof AclRuleTopicResource topic) {
                return text("topic", topic.getPatternType(), topic.getName(), operation.name());
              }
              if (resource instanceof AclRuleGroupResource group) {
                return text("group", group.getPatternType(), group.getName(), operation.name());
              }
              if (resource instanceof AclRuleTransactionalIdResource id) {
                return text("transactionalId", id.getPatternType(), id.getName(), operation.name());
              }
              return text(resource.getType(), "literal", "kafka-cluster", operation.name());
            });
  }

  private static String text(
      String type, AclResourcePatternType pattern, String name, String operation) {
    return text(
        type, pattern == AclResourcePatternType.PREFIX ? "prefixed" : "literal", name, operation);
  }

  private static String text(String type, String pattern, String name, String operation) {
    var words = type + " " + pattern + " " + operation;
    return words.replace("_", "").toLowerCase(Locale.ROOT) + " " + name;
  }
}
