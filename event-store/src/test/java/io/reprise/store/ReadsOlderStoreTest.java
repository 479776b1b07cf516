package io.reprise.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.HoldInForce;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.Reducers;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.TopicSnapshots;
import io.reprise.store.snapshot.Watermark;
import io.reprise.store.snapshot.generation.GenerationLayout;
import io.reprise.store.snapshot.generation.Generations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads what version 0.1 wrote. A failure here means that users lose an archive or their snapshots
 * when they upgrade: fix the code, not the expectation.
 */
class ReadsOlderStoreTest {
  private static final Path WRITTEN = Path.of("src/test/resources/written-by-0.1");
  private static final PartitionId ID = new PartitionId("orders", "Zr1xk3VfQ2aTq0N9c1WbLg", 2);
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");
  private static final String FIELDS =
      "{'name':'user','type':'string'},{'name':'cents','type':['null','long'],'default':null}";
  private static final Map<Integer, Schema> SCHEMAS =
      Map.of(
          1,
          schema(FIELDS),
          2,
          schema(FIELDS + ",{'name':'city','type':['null','string'],'default':null}"));

  @TempDir Path scratch;
  private final MemoryObjectStore store = new MemoryObjectStore();

  private static Schema schema(String fields) {
    var json = "{'type':'record','name':'Order','namespace':'shop','fields':[" + fields + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  @BeforeEach
  void loadBucket() throws IOException {
    var bucket = WRITTEN.resolve("bucket");
    try (var files = Files.walk(bucket)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = bucket.relativize(file).toString().replace('\\', '/');
        store.createIfAbsent(name, Files.readAllBytes(file));
      }
    }
  }

  private CommitLog commitLog() {
    return new CommitLog(store, store, ID, Clock.systemUTC());
  }

  @Test
  void readsTheCommitLogFromItsCheckpoint() {
    var archive = commitLog().load();

    assertThat(archive.headSeq()).isEqualTo(65);
    assertThat(archive.epoch()).isEqualTo(2);
    assertThat(archive.writer()).isEqualTo("archiver-b");
    assertThat(archive.covered()).isEqualTo(new OffsetRange(0, 200));
    assertThat(archive.trimIntent()).isEqualTo(140);
    assertThat(archive.trimDone()).isEqualTo(100);
    assertThat(archive.holds())
        .containsExactly(
            new HoldInForce("h-2", 140, "court order", "grace", AT),
            new HoldInForce("t-26", 145, "test", "ada", AT));
    assertThat(archive.segments())
        .extracting(segment -> segment.range() + " " + segment.records())
        .containsExactly("[0, 100) 86", "[100, 150) 43", "[150, 170) 0", "[170, 200) 26");
  }

  @Test
  void provesTheCommitLogFromItsFirstEntry() {
    var faults = new ArrayList<CorruptArchiveException>();
    var proof = commitLog().proof();
    proof.prove(faults::add);

    assertThat(faults).isEmpty();
    assertThat(proof.isWhole()).isTrue();
    assertThat(proof.archive()).isEqualTo(commitLog().load());
  }

  @Test
  void readsTheCommitLogWithoutACheckpointToo() {
    var archive = commitLog().load();
    store.list(ArchiveLayout.checkpoints(ID), null).stream()
        .map(ObjectFacts::name)
        .forEach(store::remove);

    assertThat(commitLog().load()).isEqualTo(archive);
  }

  @Test
  void appendsToTheCommitLog() {
    var log = commitLog();
    var outcome = log.append(log.load(), 3, new ArchiveOp.Claim("archiver-c"));

    assertThat(outcome).isInstanceOf(CommitLog.Outcome.Appended.class);
    assertThat(outcome.now().headSeq()).isEqualTo(66);
    assertThat(commitLog().load()).isEqualTo(outcome.now());
  }

  @Test
  void continuesTheCommitLogWithCheckpointsOfTheCurrentVersion() throws IOException {
    var log = new CommitLog(store, ID, Clock.systemUTC());
    var segments = log.load().segments().toList();
    var archive = log.append(log.load(), 3, new ArchiveOp.Claim("archiver-c")).now();
    for (int i = 0; archive.headSeq() < 64 * 4; i++) {
      var hold = new ArchiveOp.Hold("hold-" + i, 200, "test", "ada");
      archive = log.append(archive, 3, hold).now();
    }

    assertThat(commitLog().load()).isEqualTo(archive);
    assertThat(commitLog().load().segments().toList()).isEqualTo(segments);
    assertThat(store.list(ArchiveLayout.checkpoints(ID), null))
        .extracting(ObjectFacts::name)
        .containsExactly(ArchiveLayout.checkpoint(ID, 191), ArchiveLayout.checkpoint(ID, 255));
    var faults = new ArrayList<CorruptArchiveException>();
    commitLog().proof().prove(faults::add);
    assertThat(faults).isEmpty();
    assertThat(read(commitLog().load(), KeySelection.ALL).stream().map(ReadsOlderStoreTest::text))
        .containsExactlyElementsOf(Files.readAllLines(WRITTEN.resolve("archived-records.txt")));
  }

  @Test
  void everySegmentIsWhatItsCommitEntrySays() {
    for (var segment : commitLog().load().segments()) {
      var data = ArchiveLayout.data(ID, segment.file());
      var index = ArchiveLayout.indexOf(data);
      SegmentCheck.check(
          ID, segment, data, store.open(data), index, store.find(index).orElseThrow());
    }
  }

  @Test
  void readsEveryArchivedRecord() throws IOException {
    var archive = commitLog().load();
    var expected = Files.readAllLines(WRITTEN.resolve("archived-records.txt"));

    assertThat(expected).hasSize(155);
    assertThat(read(archive, KeySelection.ALL).stream().map(ReadsOlderStoreTest::text))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-3", "user-12", "no-avro", "bulk-0", "bulk-1"})
  void findsTheRecordsOfAKey(String key) throws IOException {
    var archive = commitLog().load();
    var keys = KeySelection.of(List.of(key.getBytes(UTF_8)));
    var ofKey = "\t" + HexFormat.of().formatHex(key.getBytes(UTF_8)) + "\t";
    var expected =
        Files.readAllLines(WRITTEN.resolve("archived-records.txt")).stream()
            .filter(line -> line.contains(ofKey))
            .toList();

    assertThat(expected).isNotEmpty();
    assertThat(
            read(archive, keys).stream()
                .filter(found -> keys.wants(found.key()))
                .map(ReadsOlderStoreTest::text))
        .containsExactlyElementsOf(expected);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(PartitionArchive archive, KeySelection keys) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var source = new SegmentSource(store, new CacheConfig(1, null, null));
        var reader = new ArchiveLogReader(source, archive, archive.covered(), keys)) {
      while (reader.position() < archive.covered().to()) {
        records.addAll(reader.read(Duration.ofSeconds(20)).records());
      }
    }
    return records;
  }

  @Test
  void readsBothGenerations() throws IOException {
    var snapshots = new SnapshotTopic("orders", new ReducerId("merge", 1));
    var generations =
        new Generations(store, new GenerationLayout(snapshots, ID.topicId()), Clock.systemUTC());
    var newest =
        snapshotLines(snapshots.name()).stream()
            .filter(line -> !line.value().equals("null"))
            .map(line -> line.key() + "=" + line.value() + "@" + line.header())
            .toList();

    assertThat(generations.list())
        .extracting(manifest -> manifest.generation() + " " + manifest.keys() + " " + manifest.at())
        .containsExactly("1 9 " + AT, "2 13 " + AT);
    assertThat(generations.open(null).watermark(2)).isEqualTo(new Watermark(190, 200));
    assertThat(generations.open(1L).watermark(2)).isEqualTo(new Watermark(140, 150));
    assertThat(snapshots(generations, null)).hasSize(13).isSubsetOf(newest);
    assertThat(snapshots(generations, 1L)).hasSize(9).isSubsetOf(newest);
  }

  private static List<String> snapshots(Generations generations, @Nullable Long generation) {
    var all = new ArrayList<String>();
    try (var source = generations.open(generation)) {
      source.read(
          2,
          snapshot ->
              all.add(
                  hex(snapshot.key())
                      + "="
                      + hex(snapshot.state())
                      + "@"
                      + hex(SnapshotCodec.header(snapshot.provenance(), 1, snapshot.state()))));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge", "count-by-type", "latest"})
  void readsASnapshotTopic(String reducer) throws IOException {
    var topic = new SnapshotTopic("orders", new ReducerId(reducer, 1)).name();
    var lines = snapshotLines(topic);
    var partition = new PartitionFacts(0, 0, lines.size(), lines.size(), 0);
    var found = new ArrayList<String>();
    try (var log = new RecordedLog(lines.stream().map(SnapshotLine::toRecord).toList());
        var source =
            TopicSnapshots.open(
                log, new TopicFacts(topic, "id", true, List.of(partition)), scratch)) {
      assertThat(source.watermark(0)).isEqualTo(new Watermark(200, 200));
      source.read(0, snapshot -> found.add(hex(snapshot.key()) + "=" + hex(snapshot.state())));
    }

    assertThat(found)
        .isNotEmpty()
        .containsExactlyElementsOf(
            lines.stream()
                .filter(line -> !line.value().equals("null") && !line.header().equals("-"))
                .sorted(Comparator.comparing(SnapshotLine::key))
                .map(line -> line.key() + "=" + line.value())
                .toList());
  }

  /** A compactor that is upgraded goes on with the old states: it must fold as before. */
  @ParameterizedTest
  @ValueSource(strings = {"merge", "count-by-type", "latest"})
  void foldsTheArchivedEventsToTheSameStates(String reducer) throws IOException {
    var id = new ReducerId(reducer, 1);
    var fold = new KeyFold(Reducers.onClassPath().find(reducer, 1).create(SCHEMAS::get));
    var states = new TreeMap<String, @Nullable KeyState>();
    for (var record : read(commitLog().load(), KeySelection.ALL)) {
      if (record.key() != null && !new String(record.key(), UTF_8).startsWith("bulk")) {
        var key = hex(record.key());
        states.put(key, fold.fold(states.get(key), FoldEvent.of(record)).after());
      }
    }
    var folded = new ArrayList<String>();
    states.forEach(
        (key, state) ->
            folded.add(
                key
                    + "="
                    + hex(state.state())
                    + "@"
                    + hex(SnapshotCodec.header(state.provenance(), 1, state.state()))));

    assertThat(folded)
        .containsExactlyElementsOf(
            snapshotLines(new SnapshotTopic("orders", id).name()).stream()
                .filter(line -> !line.header().equals("-"))
                .map(line -> line.key() + "=" + line.value() + "@" + line.header())
                .toList());
  }

  /** One record of a snapshot topic, bytes in hex; a watermark has no header. */
  private record SnapshotLine(String topic, long offset, String key, String value, String header) {
    ConsumerRecord<byte[], byte[]> toRecord() {
      var headers = new RecordHeaders();
      if (!header.equals("-")) {
        headers.add(SnapshotCodec.HEADER, HexFormat.of().parseHex(header));
      }
      return new ConsumerRecord<>(
          topic,
          0,
          offset,
          0,
          TimestampType.CREATE_TIME,
          0,
          0,
          HexFormat.of().parseHex(key),
          value.equals("null") ? null : HexFormat.of().parseHex(value),
          headers,
          Optional.empty());
    }
  }

  private static List<SnapshotLine> snapshotLines(String topic) throws IOException {
    return Files.readAllLines(WRITTEN.resolve("snapshot-topics.txt")).stream()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields[0].equals(topic))
        .map(f -> new SnapshotLine(f[0], Long.parseLong(f[1]), f[2], f[3], f[4]))
        .toList();
  }

  private static String text(ConsumerRecord<byte[], byte[]> found) {
    var headers = new StringJoiner(",");
    found
        .headers()
        .forEach(
            header -> headers.add(hex(header.key().getBytes(UTF_8)) + "=" + hex(header.value())));
    return String.join(
        "\t",
        Long.toString(found.offset()),
        Long.toString(found.timestamp()),
        found.timestampType().toString(),
        found.leaderEpoch().map(String::valueOf).orElse("-"),
        hex(found.key()),
        hex(found.value()),
        headers.toString());
  }

  private static String hex(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "null";
    }
    boolean isLarge = bytes.length == 70_000;
    return isLarge ? allEqual(bytes) : HexFormat.of().formatHex(bytes);
  }

  private static String allEqual(byte[] bytes) {
    for (byte next : bytes) {
      assertThat(next).isEqualTo(bytes[0]);
    }
    return bytes.length + " times " + bytes[0];
  }

  /** The records of one partition as an {@link EventLog}. */
  private record RecordedLog(List<ConsumerRecord<byte[], byte[]>> records) implements EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      return new LogReader() {
        private long position = range.from();

        @Override
        public LogBatch read(Duration wait) {
          var batch =
              new LogBatch(
                  new OffsetRange(position, range.to()),
                  records.subList((int) position, (int) range.to()));
          position = range.to();
          return batch;
        }

        @Override
        public long position() {
          return position;
        }

        @Override
        public void skipTo(long offset) {
          position = offset;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException("snapshots are read by partition");
    }

    @Override
    public void close() {}
  }
}
