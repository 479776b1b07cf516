package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.group.GroupMove;
import io.reprise.replay.group.GroupMoveSpec;
import io.reprise.replay.group.GroupNotFoundException;
import io.reprise.replay.group.GroupOperations;
import io.reprise.replay.group.GroupRefusedException;
import io.reprise.replay.group.GroupView;
import io.reprise.replay.group.MoveKind;
import io.reprise.replay.operate.ReplayIdGenerator;
import io.reprise.replay.operate.ReplayNotFoundException;
import io.reprise.replay.spec.RangeBound;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves of real groups on a real broker. Each test has a group and, if it trims, a topic. */
class GroupMoveIT {
  private static final int EVENTS = 1_000;
  private static final TopicPartition FIRST = new TopicPartition("orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("orders", 1);

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;
  private static KafkaEventLog log;
  private static TopicFixture topics;
  private static GroupOperations groups;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    log = new KafkaEventLog(client);
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 2);
    topics.publish("orders", EVENTS, 50);
    groups = operations();
  }

  @AfterAll
  static void stop() {
    log.close();
    admin.close();
    broker.close();
  }

  /** Another instance stands for another worker. */
  private static GroupOperations operations() {
    return new GroupOperations(
        new GroupOperations.Uses(
            client,
            admin,
            new TopicInspector(admin),
            log,
            "reprise",
            (short) 1,
            null,
            Set.of("reprise-slots"),
            id -> {
              throw new ReplayNotFoundException(id);
            },
            new ReplayIdGenerator(Clock.systemUTC())::next,
            Clock.systemUTC()));
  }

  private static void commit(String group, Map<TopicPartition, Long> offsets) throws Exception {
    var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
    offsets.forEach((p, offset) -> committed.put(p, new OffsetAndMetadata(offset, "note")));
    admin.alterConsumerGroupOffsets(group, committed).all().get();
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  private static GroupMoveSpec to(MoveKind kind, String topic, RangeBound bound) {
    return new GroupMoveSpec(kind, topic, null, bound, null, null, null);
  }

  private static GroupMoveSpec undo(GroupMove move) {
    return new GroupMoveSpec(MoveKind.UNDO, move.topic(), null, null, null, null, move.id());
  }

  private static GroupMove carryOut(String group, GroupMoveSpec spec) {
    return groups.move(group, spec, groups.plan(group, spec).hash(), "test", "ada");
  }

  private static KafkaConsumer<byte[], byte[]> member(String group, String protocol) {
    var settings = new HashMap<>(client);
    settings.put("group.id", group);
    settings.put("group.protocol", protocol);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    var consumer = new KafkaConsumer<byte[], byte[]>(settings);
    consumer.subscribe(List.of("orders"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
    consumer.commitSync();
    return consumer;
  }

  @Test
  void aRewoundGroupReadsAgainAndAnUndoPutsItsOffsetsBack() throws Exception {
    // Given
    commit("back", Map.of(FIRST, 100L, SECOND, 50L));
    var spec = to(MoveKind.REWIND, "orders", new RangeBound.AtOffset(60));

    // When
    var plan = groups.plan("back", spec);
    var move = groups.move("back", spec, plan.hash().substring(0, 8), "invoice 7", "ada");

    // Then
    assertThat(plan.again()).isEqualTo(40);
    assertThat(move.state()).isEqualTo(GroupMove.State.DONE);
    assertThat(move.partitions()).hasSize(1);
    assertThat(committed("back").get(FIRST).offset()).isEqualTo(60);
    assertThat(committed("back").get(SECOND).offset()).isEqualTo(50);

    // When: another worker undoes it
    var undone = operations().move("back", undo(move), hashOf("back", undo(move)), "wrong", "bea");

    // Then
    assertThat(undone.undoes()).isEqualTo(move.id());
    assertThat(committed("back").get(FIRST)).isEqualTo(new OffsetAndMetadata(100, "note"));
    assertThat(groups.moves("back")).extracting(GroupMove::by).containsExactly("bea", "ada");
    assertThatThrownBy(() -> groups.plan("back", undo(move)))
        .isInstanceOf(GroupRefusedException.class)
        .hasMessageContaining("undone already");
  }

  private static String hashOf(String group, GroupMoveSpec spec) {
    return groups.plan(group, spec).hash();
  }

  @Test
  void aPlanWhoseGroupWasMovedInBetweenIsRefused() throws Exception {
    commit("raced", Map.of(FIRST, 100L));
    var spec = to(MoveKind.REWIND, "orders", new RangeBound.Earliest());
    var read = hashOf("raced", spec);

    commit("raced", Map.of(FIRST, 101L));

    assertThatThrownBy(() -> groups.move("raced", spec, read, "test", "ada"))
        .isInstanceOf(GroupRefusedException.class)
        .hasMessageContaining("read the plan again");
    assertThat(committed("raced").get(FIRST).offset()).isEqualTo(101);
  }

  @Test
  void anUndoSaysThatTheGroupHasReadOnSince() throws Exception {
    commit("went-on", Map.of(FIRST, 100L));
    var move = carryOut("went-on", to(MoveKind.REWIND, "orders", new RangeBound.AtOffset(20)));
    commit("went-on", Map.of(FIRST, 70L));

    var plan = groups.plan("went-on", undo(move));

    assertThat(plan.skipped()).isEqualTo(30);
    assertThat(plan.notes()).anyMatch(note -> note.contains("has committed other offsets since"));
  }

  @Test
  void ofTwoMovesTheLaterOneIsUndoneFirst() throws Exception {
    commit("twice", Map.of(FIRST, 100L));
    var first = carryOut("twice", to(MoveKind.REWIND, "orders", new RangeBound.AtOffset(50)));
    var second = carryOut("twice", to(MoveKind.REWIND, "orders", new RangeBound.AtOffset(20)));

    assertThatThrownBy(() -> groups.plan("twice", undo(first)))
        .hasMessageContaining("move %s came later".formatted(second.id()));

    carryOut("twice", undo(second));
    carryOut("twice", undo(first));
    assertThat(committed("twice").get(FIRST).offset()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aLiveGroupIsPlannedButNotMovedUntilItsConsumersHaveLeft(String protocol) throws Exception {
    var group = "live-" + protocol;
    var spec = to(MoveKind.REWIND, "orders", new RangeBound.Earliest());
    try (var consumer = member(group, protocol)) {
      var plan = groups.plan(group, spec);
      assertThat(plan.notes()).anyMatch(note -> note.contains("is live"));

      assertThatThrownBy(() -> groups.move(group, spec, plan.hash(), "test", "ada"))
          .isInstanceOf(GroupRefusedException.class)
          .hasMessageContaining("stop its consumers");
      assertThat(groups.describe(group).movable()).isFalse();
      assertThat(groups.describe(group).members()).isEqualTo(1);
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> groups.describe(group).movable());
    carryOut(group, spec);
    assertThat(groups.describe(group).partitions())
        .extracting(GroupView.ReadPartition::offset)
        .containsOnly(0L);
  }

  @Test
  void aShareGroupIsShownAndRefused() throws Exception {
    var settings = new HashMap<>(client);
    settings.put("group.id", "shared");
    var bytes = new ByteArrayDeserializer();
    try (var reader = new KafkaShareConsumer<>(settings, bytes, bytes)) {
      reader.subscribe(List.of("orders"));
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(GroupNotFoundException.class)
          .until(
              () -> {
                reader.poll(Duration.ofMillis(200));
                return groups.describe("shared").type().equals("SHARE");
              });

      assertThatThrownBy(
              () -> groups.plan("shared", to(MoveKind.REWIND, "orders", new RangeBound.Earliest())))
          .isInstanceOf(GroupRefusedException.class)
          .hasMessageContaining("kafka-share-groups.sh");
    }
  }

  @Test
  void aCopyCreatesAGroupAndItsUndoRemovesTheOffsets() throws Exception {
    commit("blue", Map.of(FIRST, 80L, SECOND, 90L));
    var copy = new GroupMoveSpec(MoveKind.COPY, "orders", null, null, null, "blue", null);

    var move = carryOut("green", copy);

    assertThat(committed("green").get(FIRST).offset()).isEqualTo(80);
    assertThat(committed("green").get(SECOND).offset()).isEqualTo(90);
    carryOut("green", undo(move));
    assertThat(committed("green")).isEmpty();
  }

  @Test
  void aForwardToATimeSkipsTheRecordsBeforeIt() throws Exception {
    commit("late", Map.of(FIRST, 10L));
    var future = new RangeBound.AtTime(Clock.systemUTC().instant().plusSeconds(3_600));

    var move = carryOut("late", to(MoveKind.FORWARD, "orders", future));

    var end = groups.describe("late").partitions().get(0);
    assertThat(end.lag()).isZero();
    assertThat(move.partitions().get(0).to()).isEqualTo(end.committedEnd());
  }

  @Test
  void aRewindToWhatKafkaHasDeletedStopsAtTheLogStart() throws Exception {
    topics.create("trimmed", 1);
    topics.publish("trimmed", 100, 10);
    var partition = new TopicPartition("trimmed", 0);
    commit("cut", Map.of(partition, 90L));
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(30))).all().get();
    var spec = to(MoveKind.REWIND, "trimmed", new RangeBound.AtOffset(10));

    var plan = groups.plan("cut", spec);
    carryOut("cut", spec);

    assertThat(plan.lost()).isEqualTo(20);
    assertThat(plan.again()).isEqualTo(60);
    assertThat(committed("cut").get(partition).offset()).isEqualTo(30);
  }

  @Test
  void groupsOfWorkersAndUnknownGroupsAreRefused() throws Exception {
    commit("reprise-slots", Map.of(FIRST, 1L));
    var spec = to(MoveKind.REWIND, "orders", new RangeBound.Earliest());

    assertThatThrownBy(() -> groups.plan("reprise-slots", spec))
        .hasMessageContaining("belongs to the replay workers");
    assertThatThrownBy(() -> groups.plan("nobody", spec))
        .isInstanceOf(GroupNotFoundException.class);
    assertThatThrownBy(() -> groups.describe("nobody")).isInstanceOf(GroupNotFoundException.class);
  }

  @Test
  void listsTheGroupsThatHaveOffsets() throws Exception {
    commit("listed", Map.of(FIRST, 1L));

    assertThat(groups.list())
        .anySatisfy(
            group -> {
              assertThat(group.group()).isEqualTo("listed");
              assertThat(group.state()).isEqualTo("EMPTY");
              assertThat(group.topics()).containsExactly("orders");
            });
  }
}
