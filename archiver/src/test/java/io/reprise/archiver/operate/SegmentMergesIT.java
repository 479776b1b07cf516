package io.reprise.archiver.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.Fingerprint;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.json.ByteSize;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Merges of an archive that a real archiver has written, with its anchors in Kafka.
 *
 * <p>Shows guarantee 16 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class SegmentMergesIT {
  private static final String TOPIC = "merged";
  private static final int SMALL_SEGMENTS = 6;

  @Test
  void mergesWhatNoTrimAndNoHoldNeedsAndKeepsTheOldObjectsForADay(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, TOPIC)) {
      // Given
      var id = archived(servers, fixture);
      var records = fixture.archived(id);
      var beforeMerges = fixture.archive(id);
      var small = beforeMerges.segments().toList();
      assertThat(small).hasSizeGreaterThanOrEqualTo(SMALL_SEGMENTS);

      // When, Then: a topic whose records are trimmed, but these are not yet
      assertThat(merge(fixture, servers, ArchiveMode.MOVE).into()).isZero();

      // When, Then: a hold from the middle on
      var holds = new Holds(fixture.archives(), fixture.anchors());
      long held = small.get(small.size() / 2).range().from() + 1;
      var hold = holds.add(TOPIC, Set.of(), held, "an audit", "test").get(0).hold().id();
      assertThat(merge(fixture, servers, ArchiveMode.COPY).into()).isPositive();
      var first = fixture.archive(id);
      assertThat(first.segmentAt(held)).isEqualTo(small.get(small.size() / 2));
      assertThat(first.segments().toList())
          .endsWith(small.subList(small.size() / 2, small.size()).toArray(SegmentFacts[]::new));

      // When, Then: no hold
      holds.remove(TOPIC, hold, "test");
      var summary = merge(fixture, servers, ArchiveMode.COPY);
      var archive = fixture.archive(id);
      assertThat(summary.merged()).isGreaterThan(summary.into());
      assertThat(archive.segments().toList()).hasSizeLessThan(small.size() / 2);
      assertThat(fixture.archived(id)).isEqualTo(records);
      assertThat(fixture.anchors().read().get(id).seq()).isEqualTo(archive.headSeq());
      assertThat(fixture.prove(TOPIC)).isEmpty();

      var collected = collectsTheOldObjects(fixture, archive, small);
      assertThat(read(fixture, collected, beforeMerges)).isEqualTo(records);
    }
  }

  /**
   * Reads all records, with a state of the archive whose objects have been merged and collected.
   */
  private static List<Fingerprint> read(
      ArchiverFixture fixture, StoredObjects store, PartitionArchive outdated) {
    var archives = new TopicArchives(store, fixture.topics(), Clock.systemUTC());
    var read = new ArrayList<Fingerprint>();
    try (var source = new SegmentSource(store, new CacheConfig(1, null, null))) {
      new ArchivedRecords(archives, source, ValueReader.NONE)
          .read(outdated, outdated.covered(), record -> read.add(Fingerprint.of(record)));
    }
    return read;
  }

  private static StoredObjects collectsTheOldObjects(
      ArchiverFixture fixture, PartitionArchive archive, List<SegmentFacts> small) {
    // Given: objects that are old, and a merge that is not
    var now = Instant.now();
    var store = StoredObjects.copyOf(fixture.store());
    store.created(ArchiveLayout.entry(archive.id(), archive.headSeq()), now);
    var old =
        small.stream()
            .map(SegmentFacts::file)
            .filter(file -> archive.segments().stream().noneMatch(s -> s.file().equals(file)))
            .map(file -> ArchiveLayout.data(archive.id(), file))
            .toList();

    // When, Then: only what the first merge has replaced
    var collected = collect(fixture, store, now);
    assertThat(collected).isNotEmpty().hasSizeLessThan(2 * old.size());

    // When, Then: a day later
    collected.addAll(collect(fixture, store, now.plus(Duration.ofHours(25))));
    assertThat(collected).containsAll(old).containsAll(indexes(old));
    assertThat(store.objects())
        .containsKeys(
            archive.segments().stream()
                .map(s -> ArchiveLayout.data(archive.id(), s.file()))
                .toArray(String[]::new));
    return store;
  }

  private static List<String> indexes(List<String> data) {
    return data.stream().map(ArchiveLayout::indexOf).toList();
  }

  private static List<String> collect(ArchiverFixture fixture, StoredObjects store, Instant now) {
    var archives = new TopicArchives(store, fixture.topics(), Clock.systemUTC());
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    var collected = new ArrayList<String>();
    new GarbageCollector(archives, clock, GarbageCollector.A_DAY)
        .remove(Set.of(TOPIC), orphan -> collected.add(orphan.object()));
    return collected;
  }

  private static SegmentMerges.Summary merge(
      ArchiverFixture fixture, RunningServers servers, ArchiveMode mode) {
    var request = new SegmentMerges.Request(TOPIC, Set.of(), null, "test");
    return fixture
        .merges(servers, Map.of(TOPIC, settings(mode, 1_024)))
        .merge(request, merged -> {});
  }

  private static PartitionId archived(RunningServers servers, ArchiverFixture fixture) {
    var id = fixture.create(TOPIC, 1, Map.of());
    try (var archiver =
        fixture.engine(servers, Map.of(TOPIC, settings(ArchiveMode.COPY, 4)), TOPIC)) {
      for (int i = 0; i < SMALL_SEGMENTS; i++) {
        ArchiverFixture.publish(servers, TOPIC, 1, 60);
        await()
            .atMost(Duration.ofSeconds(40))
            .until(() -> fixture.archive(id).covered().to() == fixture.facts(id).highWatermark());
      }
    }
    return id;
  }

  private static TopicConfig settings(ArchiveMode mode, int cutKiB) {
    return new TopicConfig(
        mode, Duration.ZERO, null, ByteSize.ofKiB(cutKiB), Duration.ofMillis(300), null, List.of());
  }
}
