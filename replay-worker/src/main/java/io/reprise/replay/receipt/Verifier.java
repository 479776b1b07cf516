package io.reprise.replay.receipt;

import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.select.UndecidedRecordException;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.transform.RecordTransform;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.replay.transform.TransformResult;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.digest.OffsetDigest;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks the receipt of a replay against the source topic and the target. Reads all planned offsets
 * of the source topic again, and all records that were written to the target topic since the plan
 * was made.
 *
 * <p>Confined to one thread. Make a new instance for each verification.
 */
public final class Verifier {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final int MAX_FINDINGS = 100;

  /** The highest number of parked records that one verification keeps in memory. */
  private static final long MAX_PARKED = 1_000_000;

  /**
   * The highest number of offsets that one verification may read. A verification keeps some bytes
   * of memory for each offset, so this limit also bounds its memory.
   */
  private static final long MAX_RECORDS = 100_000_000;

  private final EventLog log;
  private final TopicInspector topics;
  private final RecordSelectors selectors;
  private final RecordTransforms transforms;
  private final Receipt receipt;
  private final Plan plan;
  private final RecordChecksum checksum = new RecordChecksum();
  private final List<String> findings = new ArrayList<>();
  private final Map<Integer, ShardComparison> evidence = new HashMap<>();
  private final ParkedEvidence parked;
  private long sourceRecords;
  private long targetRecords = -1;

  /**
   * @param selectors make the selectors of the plan's shards
   * @param transforms make the transform of the plan's records, which gives the same bytes again
   */
  public Verifier(
      EventLog log,
      TopicInspector topics,
      RecordSelectors selectors,
      RecordTransforms transforms,
      Receipt receipt,
      Plan plan) {
    this.log = log;
    this.topics = topics;
    this.selectors = selectors;
    this.transforms = transforms;
    this.receipt = receipt;
    this.parked = new ParkedEvidence(receipt.replay());
    this.plan = plan;
  }

  /**
   * Verifies the receipt.
   *
   * @param target the target as it is now. Its records are checked only if the target writes to a
   *     topic
   * @throws VerificationRefusedException when there are too many offsets to compare in memory;
   *     nothing was read
   * @throws io.reprise.store.select.SchemasUnavailableException when the filter needs a schema that
   *     cannot be read at the moment; a retry is safe
   * @throws org.apache.kafka.common.errors.TimeoutException when the source or target topic returns
   *     no records in time; a retry is safe
   */
  public Verification verify(TargetFacts target) {
    requireComparable();
    if (!receipt.complete() && !isCancelled()) {
      finding("the replay is " + receipt.state() + ": its receipt is not final");
    }
    checkTopic();
    readParked();
    for (var partition : receipt.partitions()) {
      if (!partition.balanced() && !isCutShort(partition)) {
        finding("partition " + partition.partition() + " does not account for all its offsets");
      }
      partition.shards().forEach(shard -> checkSource(shard, Math.max(1, target.partitions())));
    }
    if (target.topic() != null) {
      checkTarget(target.topic());
    }
    return result(target.topic() != null);
  }

  private boolean isCancelled() {
    return receipt.state().equals("CANCELLED");
  }

  /**
   * Returns whether a partition lacks offsets only because the replay was cancelled: each shard
   * accounts for all offsets that it has reached.
   */
  private boolean isCutShort(PartitionReceipt partition) {
    return isCancelled() && partition.shards().stream().allMatch(ShardReceipt::balanced);
  }

  private void requireComparable() {
    if (receipt.parked() > MAX_PARKED) {
      throw new VerificationRefusedException(
          "this replay has parked %d records, and a verification keeps at most %d of them: replay smaller ranges, and verify each of these replays"
              .formatted(receipt.parked(), MAX_PARKED));
    }
    int reads = plan.readAmplification();
    if (plan.records() > MAX_RECORDS / reads) {
      throw new VerificationRefusedException(
          "this replay has %d offsets%s, and a verification reads at most %d: replay smaller ranges, and verify each of these replays"
              .formatted(
                  plan.records(),
                  reads == 1
                      ? ""
                      : ", and the ordering KEY reads each of them %d times".formatted(reads),
                  MAX_RECORDS));
    }
  }

  private void checkTopic() {
    var id = topics.idOf(receipt.topic());
    if (!id.equals(receipt.topicId())) {
      finding("topic '" + receipt.topic() + "' was deleted and recreated after the replay");
    }
  }

  /** Reads what the replay has written to its parked topic. */
  private void readParked() {
    var topic = plan.parkedTopic();
    if (topic == null || receipt.parked() == 0) {
      return;
    }
    try {
      var facts = topics.inspectKafka(topic.name());
      if (!facts.topicId().equals(topic.id())) {
        finding(topic.recreated(receipt.parked()));
        return;
      }
      for (var partition : facts.partitions()) {
        readParked(topic, partition);
      }
    } catch (TopicNotFoundException e) {
      finding(topic.deleted(receipt.parked()));
    }
    if (parked.surplus() > 0) {
      finding("parked topic '%s' holds %d records twice".formatted(topic.name(), parked.surplus()));
    }
  }

  private void readParked(ParkedTopic topic, PartitionFacts partition) {
    long from = topic.starts().getOrDefault(partition.partition(), 0L);
    long start = Math.max(from, partition.logStart());
    if (start > from) {
      finding("parked partition " + partition.partition() + " no longer holds its oldest records");
    }
    var range = new OffsetRange(start, Math.max(start, partition.committedEnd()));
    try (var reader = log.read(topic.name(), partition.partition(), range)) {
      while (reader.position() < range.to()) {
        readNext(reader).forEach(parked::add);
      }
    }
  }

  /**
   * Returns whether a source record is parked, as the parked topic shows. Adds a finding if the
   * parked record differs from the source record.
   */
  private boolean isParked(ShardPlan shard, ConsumerRecord<byte[], byte[]> record) {
    var found = parked.checksum(shard.index(), record.offset());
    if (found != null && found != crc(record)) {
      finding(
          "the parked record of offset %d of partition %d differs from the source record"
              .formatted(record.offset(), shard.partition()));
    }
    return found != null;
  }

  private void checkParked(ShardReceipt shard, long matched) {
    long found = parked.count(shard.shard().index());
    long counted = shard.counts().parked();
    if (found != counted || matched != counted) {
      finding(
          "shard %d: the receipt counts %d parked records, the parked topic holds %d, and %d of these are in the source"
              .formatted(shard.shard().index(), counted, found, matched));
    }
  }

  /**
   * Computes the digest of a shard from the source records, without those that the parked topic
   * holds, and compares it with the shard's digest in the receipt.
   */
  private void checkSource(ShardReceipt shard, int targetPartitions) {
    var expected = new ShardComparison(shard.shard(), targetPartitions);
    evidence.put(shard.shard().index(), expected);
    var selector = selectors.of(plan, shard.shard());
    var transform = transforms.of(plan).orElse(null);
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    var written = new OffsetDigest(OffsetDigest.State.EMPTY);
    var covered = new OffsetRange(shard.shard().range().from(), shard.nextOffset());
    long selected = 0;
    long matched = 0;
    try (var reader = log.read(receipt.topic(), shard.shard().partition(), covered)) {
      while (reader.position() < covered.to()) {
        for (var record : readNext(reader)) {
          if (isParked(shard.shard(), record)) {
            matched++;
            continue;
          }
          var copy = isSelected(selector, record) ? copy(transform, record) : null;
          if (copy != null) {
            int crc = crc(copy);
            digest.add(record.offset(), transform == null ? crc : crc(record));
            written.add(record.offset(), crc);
            expected.addExpected(record.offset(), crc);
            selected++;
          }
        }
      }
    } catch (OffsetNotInLogException | CorruptArchiveException | ObjectStoreException e) {
      finding("shard " + shard.shard().index() + " cannot be read again: " + e.getMessage());
      return;
    }
    checkParked(shard, matched);
    sourceRecords += selected;
    if (shard.counts().skipped() == 0 && !digest.value().equals(shard.digest())) {
      finding(
          "shard %d: the source gives digest %s of %d records, but the receipt has %s of %d"
              .formatted(
                  shard.shard().index(),
                  digest.value(),
                  selected,
                  shard.digest(),
                  shard.counts().delivered()));
    }
    if (shard.counts().skipped() == 0
        && shard.written() != null
        && !written.value().equals(shard.written())) {
      finding(
          "shard %d: the transforms give records with digest %s, but the receipt says that records with digest %s were written"
              .formatted(shard.shard().index(), written.value(), shard.written()));
    }
  }

  /**
   * Returns the record as the target got it; null if the transforms cannot change it, so that the
   * replay has skipped it.
   */
  private static @Nullable ConsumerRecord<byte[], byte[]> copy(
      @Nullable RecordTransform transform, ConsumerRecord<byte[], byte[]> record) {
    if (transform == null) {
      return record;
    }
    return transform.apply(record) instanceof TransformResult.Changed changed
        ? changed.record()
        : null;
  }

  private static boolean isSelected(
      RecordSelector selector, ConsumerRecord<byte[], byte[]> record) {
    try {
      return selector.select(record) == RecordSelection.DELIVER;
    } catch (UndecidedRecordException e) {
      return false; // The replay has not delivered this record either: it was skipped or parked.
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> readNext(LogReader reader) {
    long before = reader.position();
    var batch = reader.read(READ_LIMIT);
    if (batch.position() == before) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "topic '"
              + receipt.topic()
              + "' gave no records within "
              + READ_LIMIT.toSeconds()
              + " s");
    }
    return batch.records();
  }

  private int crc(ConsumerRecord<byte[], byte[]> record) {
    return checksum.of(record.key(), record.value(), record.headers());
  }

  private void checkTarget(String topic) {
    targetRecords = 0;
    var replay = UUID.fromString(receipt.replay());
    var facts = topics.inspectKafka(topic);
    boolean planned = isPlannedTarget(facts);
    for (var partition : facts.partitions()) {
      long from = planned ? plan.targetStarts().getOrDefault(partition.partition(), 0L) : 0;
      long start = Math.max(from, partition.logStart());
      if (start > from) {
        finding(
            "target partition " + partition.partition() + " no longer holds its oldest records");
      }
      var range = new OffsetRange(start, Math.max(start, partition.committedEnd()));
      try (var reader = log.read(topic, partition.partition(), range)) {
        while (reader.position() < range.to()) {
          readNext(reader).forEach(record -> checkCopy(record, replay));
        }
      }
    }
  }

  /**
   * Returns whether the target topic is still the one for which the plan was made; if not, adds a
   * finding. If the topic was deleted and created again, the offsets of its records say nothing
   * about this replay.
   */
  private boolean isPlannedTarget(TopicFacts now) {
    var planned = plan.targetTopic();
    if (planned == null) {
      return true;
    }
    if (!planned.name().equals(now.topic())) {
      finding(
          "the plan was made for target topic '%s', but the target now writes to topic '%s'"
              .formatted(planned.name(), now.topic()));
      return false;
    }
    if (!planned.id().equals(now.topicId())) {
      finding(
          "target topic '%s' was deleted and created again since the plan: the copies in the deleted topic are gone"
              .formatted(planned.name()));
      return false;
    }
    return true;
  }

  private void checkCopy(ConsumerRecord<byte[], byte[]> copy, UUID replay) {
    var marker = marker(copy);
    if (marker == null || !marker.replay().equals(replay)) {
      return;
    }
    targetRecords++;
    var shard = shardOf(marker, copy.key());
    var expected = shard == null ? null : evidence.get(shard.index());
    if (expected == null) {
      finding(
          "target holds a copy of offset %d of partition %d, which is not in the plan"
              .formatted(marker.offset(), marker.partition()));
      return;
    }
    expected.addFound(marker.offset(), crc(copy), copy.partition());
  }

  private static @Nullable ReplayMarker marker(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(ReplayMarker.HEADER);
    try {
      return header == null ? null : ReplayMarker.decode(header.value());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable ShardPlan shardOf(ReplayMarker marker, byte @Nullable [] key) {
    for (var shard : plan.shards()) {
      if (shard.partition() == marker.partition()
          && shard.range().contains(marker.offset())
          && (shard.buckets() == 1 || bucket(key, shard) == shard.bucket())) {
        return shard;
      }
    }
    return null;
  }

  private int bucket(byte @Nullable [] key, ShardPlan shard) {
    return key == null ? 0 : KeyPartition.bucket(key, plan.topicPartitions(), shard.buckets());
  }

  private Verification result(boolean withTarget) {
    long skipped = receipt.skipped();
    long missing =
        withTarget ? evidence.values().stream().mapToLong(ShardComparison::missing).sum() : 0;
    long duplicated = evidence.values().stream().mapToLong(ShardComparison::duplicated).sum();
    long altered = evidence.values().stream().mapToLong(ShardComparison::altered).sum();
    long outOfOrder = evidence.values().stream().mapToLong(ShardComparison::outOfOrder).sum();
    missing = Math.max(0, missing - skipped);
    boolean clean = missing + duplicated + altered + outOfOrder == 0 && findings.isEmpty();
    if (isCancelled()) {
      findings.add(0, cancelled(clean, withTarget));
      clean = false;
    }
    return new Verification(
        clean,
        sourceRecords,
        targetRecords,
        missing,
        duplicated,
        altered,
        outOfOrder,
        List.copyOf(findings));
  }

  private String cancelled(boolean clean, boolean withTarget) {
    var sentence =
        "the replay was cancelled, so its receipt is not final: the rest of its offsets was not"
            + " replayed";
    return clean
        ? "%s; what it delivered is right: %d records agree with the source topic%s"
            .formatted(sentence, sourceRecords, withTarget ? " and the target" : "")
        : sentence;
  }

  private void finding(String sentence) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(sentence);
    }
  }
}
