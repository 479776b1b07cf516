package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One partition in two tiers, on the heap. The tiers change as real ones do: Kafka's log start only
 * grows, an archive grows at its end by records that Kafka has, and a trim deletes only archived
 * records. Retention alone deletes without regard to the archive.
 */
final class SimulatedTiers implements ColdTier {
  static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);
  private static final int KEYS = 4;

  final Random random;
  final TreeMap<Long, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
  private long manifestsOf;
  private final List<PartitionArchive> versions = new ArrayList<>();
  private final Set<String> removed = new HashSet<>();
  private Runnable duringCalls = () -> {};
  private boolean storeConnected = true;
  private long logStart;
  private long end;
  private int files;
  private long readHot;
  private long readCold;
  private long metRemoved;
  private int questions;
  int opened;

  SimulatedTiers(long seed, long end) {
    this.random = new Random(seed);
    versions.add(PartitionArchive.empty(ID));
    appendUpTo(end);
  }

  /** Runs at the beginning of each call of a reader to a tier. */
  void duringCalls(Runnable change) {
    duringCalls = change;
  }

  void happens() {
    duringCalls.run();
  }

  TieredLogReader reader(OffsetRange range, KeySelection keys) {
    return reader(range, keys, Runnable::run);
  }

  /**
   * @param questions runs the reader's requests for the archive's state
   */
  TieredLogReader reader(OffsetRange range, KeySelection keys, Executor questions) {
    return new TieredLogReader(
        this, r -> new SimulatedTierReaders.Hot(this, r), range, keys, questions);
  }

  // Changes.

  void appendUpTo(long offset) {
    for (; end < offset; end++) {
      if (random.nextInt(8) > 0) {
        records.put(end, record(end));
      }
    }
  }

  private ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>("orders", 0, offset, key(random.nextInt(KEYS)), null);
  }

  static byte[] key(int number) {
    return new byte[] {(byte) number};
  }

  void archiveUpTo(long offset) {
    var now = fresh();
    long from = now.segments().isEmpty() ? logStart : now.covered().to();
    long to = Math.min(offset, end);
    if (from >= logStart && from < to) {
      var segments = new ArrayList<>(now.segments().toList());
      segments.add(segment(new OffsetRange(from, to)));
      commit(segments, now.trimIntent());
    }
  }

  /** Announces a trim without moving Kafka's log start. */
  void intendTrim(long before) {
    long most = Math.min(before, fresh().covered().to());
    if (most > fresh().trimIntent()) {
      commit(fresh().segments().toList(), most);
    }
  }

  void finishTrim() {
    logStart = Math.max(logStart, fresh().trimIntent());
  }

  void trimTo(long before) {
    intendTrim(before);
    finishTrim();
  }

  void retainFrom(long offset) {
    logStart = Math.max(logStart, Math.min(offset, end));
  }

  /** Replaces a segment and removes the objects of the old one. */
  void replaceSegment() {
    var segments = new ArrayList<>(fresh().segments().toList());
    if (!segments.isEmpty()) {
      int at = random.nextInt(segments.size());
      var old = segments.set(at, segment(segments.get(at).range()));
      removed.add(old.file());
      commit(segments, fresh().trimIntent());
    }
  }

  /** Merges neighbouring segments and removes the objects of the old ones. */
  void mergeSegments() {
    var segments = new ArrayList<>(fresh().segments().toList());
    if (segments.size() > 1) {
      int at = random.nextInt(segments.size() - 1);
      var parts = segments.subList(at, at + 2 + random.nextInt(segments.size() - at - 1));
      var range =
          new OffsetRange(parts.get(0).range().from(), parts.get(parts.size() - 1).range().to());
      parts.forEach(old -> removed.add(old.file()));
      parts.clear();
      segments.add(at, segment(range));
      commit(segments, fresh().trimIntent());
    }
  }

  /** Removes the manifests of all states but the newest. */
  void removeManifests() {
    manifestsOf = fresh().headSeq();
  }

  boolean areManifestsRemoved(PartitionArchive archive) {
    return archive.headSeq() < manifestsOf;
  }

  void loseSegmentAt(long offset) {
    removed.add(fresh().segmentAt(offset).file());
  }

  void disconnectStore() {
    storeConnected = false;
  }

  void connectStore() {
    storeConnected = true;
  }

  private SegmentFacts segment(OffsetRange range) {
    long count = records.subMap(range.from(), range.to()).size();
    var file = "segment-" + files++;
    return new SegmentFacts(file, range, count, 1, "", 1, "", 1, "", -1, -1);
  }

  private void commit(List<SegmentFacts> segments, long trimIntent) {
    var before = fresh();
    versions.add(
        new PartitionArchive(
            ID, before.headSeq() + 1, "", 1, "w", segments, List.of(), trimIntent, 0));
  }

  // Current state.

  PartitionArchive fresh() {
    return versions.get(versions.size() - 1);
  }

  OffsetRange log() {
    return new OffsetRange(logStart, end);
  }

  boolean isSomewhere(long offset) {
    return log().contains(offset) || fresh().covered().contains(offset);
  }

  boolean isRemoved(SegmentFacts segment) {
    boolean is = removed.contains(segment.file());
    metRemoved += is ? 1 : 0;
    return is;
  }

  /** How many reads met a segment whose objects were removed. */
  long metRemoved() {
    return metRemoved;
  }

  /** How many times the archive's state was asked for. */
  int questions() {
    return questions;
  }

  void requireStore() {
    if (!storeConnected) {
      throw new TimeoutException("the store is out of reach");
    }
  }

  boolean wanted(ConsumerRecord<byte[], byte[]> record, KeySelection keys) {
    return keys.isAll() || keys.keys().stream().anyMatch(k -> Arrays.equals(k, record.key()));
  }

  void countHot(long offsets) {
    readHot += offsets;
  }

  void countCold(long offsets) {
    readCold += offsets;
  }

  long readHot() {
    return readHot;
  }

  long readCold() {
    return readCold;
  }

  // The cold tier for the reader.

  @Override
  public PartitionArchive recent() {
    questions++;
    happens();
    requireStore();
    int newest = versions.size() - 1;
    return versions.get(Math.max(0, newest - random.nextInt(3)));
  }

  @Override
  public PartitionArchive now() {
    questions++;
    happens();
    requireStore();
    return fresh();
  }

  @Override
  public PartitionArchive reloaded() {
    return now();
  }

  @Override
  public LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys) {
    return new SimulatedTierReaders.Cold(this, archive, range, keys);
  }
}
