package io.reprise.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupMemberIT {
  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(EmbeddedBroker.ONE_MACHINE);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = AdminRole.open(client);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void membersShareAllPartitionsAndOneThatLeavesHandsItsOwnOver(String protocol) {
    KafkaAnswer.of(admin.createTopics(List.of(new NewTopic(protocol, 4, (short) 1))).all());
    var session = new GroupSession(protocol, Duration.ofSeconds(6));
    var first = new Owned();
    var second = new Owned();
    try (var one = member(session, protocol, first)) {
      one.start();
      await().until(() -> first.partitions.size() == 4);
      try (var other = member(session, protocol, second)) {
        other.start();
        await().until(() -> first.partitions.size() == 2 && second.partitions.size() == 2);
        assertThat(first.partitions).doesNotContainAnyElementsOf(second.partitions);
        await()
            .untilAsserted(
                () ->
                    assertThat(GroupMembers.partitions(admin, protocol + "-group"))
                        .containsExactlyInAnyOrder(
                            List.copyOf(first.partitions), List.copyOf(second.partitions)));
      }
      await().until(() -> first.partitions.size() == 4);
      assertThat(GroupMembers.count(admin, protocol + "-group")).isEqualTo(1);
    }
  }

  @Test
  void aGroupThatNobodyJoinedHasNoMembers() {
    assertThat(GroupMembers.count(admin, "nobody")).isZero();
  }

  @Test
  void negotiatesTheClassicProtocolWhereTheBrokerAllowsTheSession() {
    assertThat(GroupSession.negotiate(admin, List.of("any"), Duration.ofSeconds(6)))
        .isEqualTo(new GroupSession("classic", Duration.ofSeconds(6)));
  }

  private static GroupMember member(GroupSession session, String topic, GroupWork work) {
    var member =
        new GroupMember(
            "member-of-" + topic,
            session.member(client, topic + "-group").open(),
            Duration.ofMillis(20),
            work,
            e -> {
              throw e;
            });
    member.subscribe(Set.of(topic));
    return member;
  }

  /** The partitions that a member owns. */
  private static final class Owned implements GroupWork {
    private final Set<Integer> partitions = new ConcurrentSkipListSet<>();

    @Override
    public void assigned(Collection<TopicPartition> assigned, Consumer<byte[], byte[]> consumer) {
      assigned.forEach(p -> partitions.add(p.partition()));
    }

    @Override
    public void revoked(Collection<TopicPartition> revoked) {
      revoked.forEach(p -> partitions.remove(p.partition()));
    }
  }
}
