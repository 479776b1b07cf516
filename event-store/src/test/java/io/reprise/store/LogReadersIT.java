package io.reprise.store;

import static io.reprise.store.TopicInEachTier.key;
import static io.reprise.store.TopicInEachTier.records;
import static io.reprise.store.TopicInEachTier.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.TopicInEachTier.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests every reader with records in Kafka, in an archive in S3, and in both. */
class LogReadersIT {
  @TempDir static Path spools;

  private static TopicInEachTier topics;

  @BeforeAll
  static void writeTheSameEventsToEachPlace() throws Exception {
    topics = new TopicInEachTier(spools);
  }

  @AfterAll
  static void stop() {
    topics.close();
  }

  @ParameterizedTest
  @EnumSource
  void returnsEveryRecordOnceAsWritten(Place place) {
    var range = topics.at(place).all();

    var records = records(steps(topics.reader(place, range, KeySelection.ALL), range));

    assertThat(offsets(records)).isEqualTo(offsets(topics.at(place).records()));
    for (int i = 0; i < records.size(); i++) {
      assertSame(records.get(i), topics.at(place).records().get(i));
    }
  }

  private static void assertSame(
      ConsumerRecord<byte[], byte[]> record, ConsumerRecord<byte[], byte[]> original) {
    boolean same =
        Arrays.equals(record.key(), original.key())
            && Arrays.equals(record.value(), original.value())
            && record.headers().equals(original.headers())
            && record.timestamp() == original.timestamp()
            && record.timestampType() == original.timestampType()
            && record.leaderEpoch().equals(original.leaderEpoch())
            && record.serializedKeySize() == original.serializedKeySize()
            && record.serializedValueSize() == original.serializedValueSize();
    assertThat(same).as("offset %d", original.offset()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void reportsHolesExactlyForEveryStartAndEnd(Place place) {
    long end = topics.at(place).end();
    for (long from = 0; from < end; from += 397) {
      for (long to = from; to <= end; to += 1_201) {
        assertHoles(place, new OffsetRange(from, to), KeySelection.ALL);
      }
    }
  }

  private static void assertHoles(Place place, OffsetRange range, KeySelection keys) {
    var steps = steps(topics.reader(place, range, keys), range);

    assertThat(steps.stream().mapToLong(LogBatch::holes).sum())
        .as("holes of %s", range)
        .isEqualTo(range.span() - topics.at(place).in(range).size());
  }

  @ParameterizedTest
  @EnumSource
  void returnsAllRecordsOfTheSelectedKeys(Place place) {
    var range = new OffsetRange(10, topics.at(place).end() - 10);
    var keys = KeySelection.of(List.of(key(3), key(17)));

    var found = records(steps(topics.reader(place, range, keys), range));

    assertThat(offsets(wanted(found, keys)))
        .isEqualTo(offsets(wanted(topics.at(place).in(range), keys)));
    assertHoles(place, range, keys);
  }

  private static List<ConsumerRecord<byte[], byte[]>> wanted(
      List<ConsumerRecord<byte[], byte[]>> records, KeySelection keys) {
    return records.stream().filter(r -> keys.wants(r.key())).toList();
  }

  @ParameterizedTest
  @EnumSource
  void skipsForwardOnly(Place place) {
    var all = topics.at(place).all();
    try (var reader = topics.reader(place, all, KeySelection.ALL)) {
      readSome(reader);
      // A single fetch may have returned all records.
      var rest = new OffsetRange(Math.max(reader.position(), all.to() - 100), all.to());
      reader.skipTo(rest.from());

      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (reader.position() < rest.to()) {
        read.addAll(reader.read(TopicInEachTier.WAIT).records());
      }

      assertThat(offsets(read)).isEqualTo(offsets(topics.at(place).in(rest)));
      assertThatThrownBy(() -> reader.skipTo(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void coversNothingOfAnEmptyRange(Place place) {
    try (var reader = topics.reader(place, new OffsetRange(7, 7), KeySelection.ALL)) {
      assertThat(reader.read(Duration.ZERO)).isEqualTo(LogBatch.nothingAt(7));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KAFKA", "BOTH"})
  void readsOneKeyAndDistinguishesOtherKeysFromHoles(Place place) {
    var range = topics.at(place).all();
    var one = KeySelection.of(List.of(key(5)));

    var steps = steps(topics.log().read(place.topic(), key(5), range), range);

    assertThat(offsets(records(steps))).isEqualTo(offsets(wanted(topics.at(place).records(), one)));
    assertThat(steps.stream().mapToLong(LogBatch::holes).sum())
        .isEqualTo(range.span() - topics.at(place).records().size());
  }

  @Test
  void findsOnlyRangesOfThePlannedTopicThatKafkaHasTrimmedAndThatLackTheKeys() {
    var place = Place.BOTH;
    var both = topics.at(place);
    var id = both.archive().archive().id().topicId();
    var trimmed = new PartitionRange(0, new OffsetRange(0, both.end() / 3));
    var hot = new PartitionRange(0, new OffsetRange(both.end() / 3, both.end() / 2));
    var unknown = KeySelection.of(List.of(key(9_999)));

    var found = findEmpty(place, id, List.of(trimmed, hot), unknown);

    assertThat(found).containsOnlyKeys(trimmed);
    assertThat(found.get(trimmed).records()).isEmpty();
    assertThat(found.get(trimmed).covered()).isEqualTo(trimmed.range());
    assertThat(found.get(trimmed).holes())
        .isEqualTo(trimmed.range().span() - both.in(trimmed.range()).size());
    assertThat(findEmpty(place, id, List.of(trimmed), KeySelection.of(List.of(key(3))))).isEmpty();
    assertThat(findEmpty(place, id, List.of(trimmed), KeySelection.ALL)).isEmpty();
    var another = topics.at(Place.KAFKA).archive().archive().id().topicId();
    assertThat(findEmpty(place, another, List.of(trimmed), unknown)).isEmpty();
    assertThat(findEmpty(Place.ARCHIVE, id, List.of(trimmed), unknown)).isEmpty();
  }

  private static Map<PartitionRange, LogBatch> findEmpty(
      Place place, String topicId, List<PartitionRange> ranges, KeySelection keys) {
    var deadline = Deadline.after(TopicInEachTier.WAIT);
    return topics.log().findEmpty(place.topic(), topicId, ranges, keys, deadline);
  }

  @Test
  void refusesOffsetsThatWereDeletedWithoutBeingArchived() throws Exception {
    topics.publish("short");
    topics.deleteBelow(10, "short");

    try (var reader = topics.log().read("short", 0, new OffsetRange(5, 100))) {
      assertThatThrownBy(() -> readSome(reader))
          .isInstanceOf(OffsetNotInLogException.class)
          .hasMessageContaining("offset 5 of short-0");
    }
  }

  private static void readSome(LogReader reader) {
    long before = reader.position();
    while (reader.position() == before) {
      reader.read(TopicInEachTier.WAIT);
    }
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(ConsumerRecord::offset).toList();
  }
}
