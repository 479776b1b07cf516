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
import org.junit.jupiter.params.provider.CsvSource;

class GroupMemberIT {
  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;

  @BeforeAll
  static void start() {
    // Both protocols can be negotiated: classic sessions from 6 s on, and KIP-848 sessions from 1
    // s.
    broker =
        EmbeddedBroker.startTemporary(
            Map.of(
                "group.consumer.min.session.timeout.ms", "1000",
                "group.consumer.min.heartbeat.interval.ms", "300"));
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = AdminRole.open(client);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"classic, 6", "consumer, 3"})
  void membersShareAllPartitionsAndOneThatLeavesHandsItsOwnOver(String protocol, int seconds) {
    KafkaAnswer.of(admin.createTopics(List.of(new NewTopic(protocol, 4, (short) 1))).all());
    // Members learn of a change with a heartbeat. negotiate also sets the interval of a KIP-848
    // group, which is 5 s otherwise: too long for the waits of this test.
    var session =
        GroupSession.negotiate(admin, List.of(protocol + "-group"), Duration.ofSeconds(seconds));
    assertThat(session.protocol()).isEqualTo(protocol);
    var first = new Owned();
    var second = new Owned();
    try (var one = member(session, protocol, first)) {
      one.start();
      await().until(() -> first.partitions.size() == 4);
      var proof = session.session().multipliedBy(2).dividedBy(3);
      await().until(() -> one.sinceHeartbeat().compareTo(proof) < 0);
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
