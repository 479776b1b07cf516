package io.reprise.kafka.append;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.SecuredBroker;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.kafka.acl.RoleAcls;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a broker that denies everything else than what a test grants. */
class TopicAppenderIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static SecuredBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = SecuredBroker.startTemporary("appender");
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void createsATopicThatKeepsItsRecordsAndAppendsInOrderWithTheListedAcls() {
    var topic = new AppendedTopic("kept");
    broker.grant(acls(topic));
    broker.forgetDecisions();

    try (var appender = TopicAppender.start(settings(), topic)) {
      append(appender, 0, 250);
    }

    assertThat(values("kept")).isEqualTo(numbers(0, 250));
    assertThat(config("kept"))
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "-1")
        .containsEntry("retention.bytes", "-1");
    assertThat(broker.unused(acls(topic))).isEmpty();
  }

  @Test
  void recordsWaitWhileTheTopicCannotBeWritten() {
    var topic = new AppendedTopic("denied");
    var write = acls(topic, AclOperation.WRITE);
    broker.grant(acls(topic, AclOperation.CREATE));
    try (var appender = TopicAppender.start(settings(), topic)) {
      append(appender, 0, 3);
      await().atMost(LIMIT).until(() -> appender.fault().isPresent());
      assertThat(appender.fault().orElseThrow())
          .startsWith("topic 'denied' cannot be written,")
          .contains("uthoriz");

      broker.grant(write);

      await().atMost(LIMIT).untilAsserted(() -> assertThat(appender.fault()).isEmpty());
      append(appender, 3, 4);
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(values("denied")).isEqualTo(numbers(0, 4)));
      assertThat(appender.lost()).isZero();
    }
  }

  @Test
  void countsTheRecordsThatItGivesUp() {
    var appender = TopicAppender.start(settings(), new AppendedTopic("forbidden"));
    try (appender) {
      append(appender, 0, TopicAppender.MOST_WAITING + 500);

      // Besides those that wait, up to 100 are being sent.
      assertThat(appender.lost()).isBetween(400L, 500L);
    }
    assertThat(appender.lost()).isEqualTo(TopicAppender.MOST_WAITING + 500);
  }

  private static Map<String, Object> settings() {
    var settings = new HashMap<String, Object>(broker.signIn("appender"));
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return settings;
  }

  private static List<AclBinding> acls(AppendedTopic topic, AclOperation... only) {
    var acls = new RoleAcls();
    topic.addTo(acls, "appends numbers", "Numbers are lost.");
    return acls.list().stream()
        .filter(acl -> only.length == 0 || List.of(only).contains(acl.operation()))
        .map((RequiredAcl acl) -> acl.binding("User:appender"))
        .toList();
  }

  private static void append(TopicAppender appender, int from, int to) {
    numbers(from, to).forEach(n -> appender.append("key".getBytes(UTF_8), n.getBytes(UTF_8)));
  }

  private static List<String> numbers(int from, int to) {
    var numbers = new ArrayList<String>();
    for (int i = from; i < to; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }

  private static List<String> values(String topic) {
    var partition = new TopicPartition(topic, 0);
    long end =
        KafkaAnswer.of(
                broker
                    .superUser()
                    .listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition))
            .offset();
    var values = new ArrayList<String>();
    var client = Map.<String, Object>of("bootstrap.servers", broker.superUserBootstrapServers());
    try (var consumer = ConsumerRole.tail(client, IsolationLevel.READ_COMMITTED).open()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }

  private static Map<String, String> config(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config =
        KafkaAnswer.of(
            Objects.requireNonNull(
                broker.superUser().describeConfigs(List.of(resource)).values().get(resource)));
    var values = new HashMap<String, String>();
    config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
    return values;
  }
}
