package io.reprise.archiver.operate;

import io.reprise.archiver.commit.Anchor;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLogProof;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.read.MergedRecordsCheck;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Verifies archives from end to end: every commit entry and the hash chain of the entries, the
 * anchors in Kafka, and every object of an offset range. The records of a merged segment are also
 * compared with the commit entries of the segments that were merged. Used once, by one thread.
 */
public final class Prover {
  private static final int ATTEMPTS = 3;

  private final TopicArchives archives;
  private final Supplier<Map<PartitionId, Anchor>> heads;
  private final Consumer<ProofFinding> findings;
  private final OperationProgress progress;
  private long segments;
  private long records;
  private long bytes;
  private long found;
  private long unnamed;
  private long unanchored;

  /** Decides whether a commit log without an anchor on this cluster is reported as a finding. */
  public enum Anchoring {
    REQUIRED,
    /**
     * A missing anchor is no finding: the anchors may be on the cluster that archived the topic,
     * which may not be this one.
     */
    OPTIONAL
  }

  /**
   * The result of a proof.
   *
   * @param segments number of segments that were read from beginning to end
   * @param findings how many problems were found
   * @param unnamed how many segment objects no commit entry names: uploads in progress, and garbage
   * @param unanchored how many commit logs have no anchor on this cluster; 0 unless the request
   *     accepts commit logs without an anchor
   */
  public record Summary(
      String topic,
      int partitions,
      long segments,
      long records,
      long bytes,
      long findings,
      long unnamed,
      long unanchored) {}

  /**
   * Creates a prover for one proof.
   *
   * @param heads reads the anchors from Kafka, anew at each call
   */
  public Prover(
      TopicArchives archives,
      Supplier<Map<PartitionId, Anchor>> heads,
      Consumer<ProofFinding> findings,
      OperationProgress progress) {
    this.archives = archives;
    this.heads = heads;
    this.findings = findings;
    this.progress = progress;
  }

  /**
   * Proves the segments that overlap {@code range}, and the whole commit log of each partition.
   *
   * @param partitions numbers of the partitions to prove; all when empty
   */
  public Summary prove(
      ArchiveName name, Set<Integer> partitions, OffsetRange range, Anchoring anchoring) {
    var before = heads.get();
    var ids = withAnchored(name, archives.partitions(name, partitions), partitions, before);
    long total = ids.stream().mapToLong(id -> bytesOf(id, range)).sum();
    var proved = new LinkedHashMap<PartitionId, Head>();
    for (var id : ids) {
      proved.put(id, provePartition(id, before.get(id), range, total));
    }
    var after = heads.get();
    proved.forEach((id, head) -> proveHead(id, head, after.get(id), anchoring));
    return new Summary(
        name.topic(), ids.size(), segments, records, bytes, found, unnamed, unanchored);
  }

  /**
   * Returns the partitions to prove: the partitions that have an archive in the store, and the
   * partitions of the named topic id that have an anchor in Kafka. If a partition has an anchor but
   * no archive, its archive was lost. The proof must report that, so the partition must be proved
   * too.
   */
  private static Set<PartitionId> withAnchored(
      ArchiveName name,
      List<PartitionId> stored,
      Set<Integer> wanted,
      Map<PartitionId, Anchor> anchors) {
    var ids = new LinkedHashSet<>(stored);
    anchors.keySet().stream()
        .filter(id -> id.topic().equals(name.topic()) && id.topicId().equals(name.topicId()))
        .filter(id -> wanted.isEmpty() || wanted.contains(id.partition()))
        .sorted(Comparator.comparingInt(PartitionId::partition))
        .forEach(ids::add);
    return ids;
  }

  /**
   * Returns the total size of the segments in the range, in bytes, so that progress can be reported
   * as a part of it; 0 if the partition's commit log cannot be read.
   */
  private long bytesOf(PartitionId id, OffsetRange range) {
    try {
      return archives.load(id).segments().totals(range).bytes();
    } catch (CorruptArchiveException | ObjectMissingException e) {
      return 0; // Not reported here: the proof of this partition will report the error.
    }
  }

  /**
   * What {@link #provePartition} has found out about a commit log, for the comparison with the
   * anchor that is read after the proof of all partitions.
   *
   * @param seq number of the log's newest entry; -1 without entries
   * @param isRemembered whether the log has the entry that the partition's anchor named before the
   *     proof
   */
  private record Head(long seq, boolean isRemembered) {}

  /**
   * Proves one partition. The caller proves the partitions one after the other, so that only one
   * commit log is in memory at a time.
   */
  private Head provePartition(
      PartitionId id, @Nullable Anchor anchor, OffsetRange range, long total) {
    var history = archives.log(id).proof(sha -> anchor != null && anchor.sha256().equals(sha));
    history.prove(this::found);
    boolean isRemembered = anchor == null || history.contains(anchor.seq(), anchor.sha256());
    if (anchor != null && !isRemembered && history.isWhole()) {
      found(
          ArchiveLayout.entry(id, anchor.seq()),
          "is not the entry that its anchor in Kafka names: this entry or an earlier one was"
              + " dropped or forged; restore the commit log from a copy");
    }
    proveSegments(id, history, range, total);
    return new Head(history.archive().headSeq(), isRemembered);
  }

  /**
   * Compares a commit log with its anchor in Kafka. Archiving continues during a proof, so the
   * anchor is read twice: once before the log is read, and once afterwards. The log must contain
   * the entry that the earlier reading names. The newest entry of the log must not be newer than
   * the entry that the later reading names.
   */
  private void proveHead(PartitionId id, Head head, @Nullable Anchor after, Anchoring anchoring) {
    if (!head.isRemembered()) {
      return; // The error was reported when the partition was proved.
    }
    if (after == null) {
      proveUnanchored(id, head, anchoring);
    } else if (head.seq() > after.seq()) {
      found(
          ArchiveLayout.entry(id, after.seq() + 1),
          "is newer than its anchor in Kafka: it was forged, or its writer was killed just now;"
              + " prove again once the archiver runs");
    }
  }

  private void proveUnanchored(PartitionId id, Head head, Anchoring anchoring) {
    if (head.seq() >= 0 && anchoring == Anchoring.OPTIONAL) {
      unanchored++;
    } else if (head.seq() >= 0) {
      found(
          ArchiveLayout.entry(id, head.seq()),
          "has no anchor in Kafka: if this entry or an earlier one was forged, the proof cannot"
              + " show it");
    }
  }

  private void proveSegments(
      PartitionId id, CommitLogProof history, OffsetRange range, long total) {
    var names = new HashMap<String, SegmentFacts>();
    for (var segment : history.archive().segments()) {
      if (segment.range().overlaps(range) && names.put(segment.file(), segment) == null) {
        proveSegment(id, segment, history.partsOf(segment));
        progress.at(bytes, Math.max(bytes, total), "bytes");
      }
    }
    if (history.isWhole()) {
      UnnamedObjects.forEach(archives.store(), history.archive(), this::unnamed);
    }
  }

  /**
   * Handles an object that no commit entry names. A segment is only counted, because it is an
   * upload in progress or was left by a killed writer. Any other object is a finding.
   */
  private void unnamed(UnnamedObjects.Unnamed object) {
    if (!object.isSegment()) {
      found(object.facts().name(), "is not part of an archive: remove it");
    } else {
      unnamed++;
    }
  }

  /**
   * Proves one segment.
   *
   * @param parts the original segments that were merged into {@code segment}, which no merge has
   *     made; only {@code segment} itself if no merge made it
   */
  private void proveSegment(PartitionId id, SegmentFacts segment, List<SegmentFacts> parts) {
    var name = ArchiveLayout.data(id, segment.file());
    segments++;
    records += segment.records();
    bytes += segment.bytes();
    for (int attempt = 1; ; attempt++) {
      try {
        check(id, segment, parts, name);
        return;
      } catch (CorruptArchiveException e) {
        found(e);
        return;
      } catch (ObjectMissingException e) {
        found(e.name(), "is missing: restore it from a copy");
        return;
      } catch (UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw ObjectStoreException.retriable(
              "object '%s' was cut off %d times while it was read: try again later"
                  .formatted(name, attempt),
              e);
        }
      }
    }
  }

  private void check(PartitionId id, SegmentFacts segment, List<SegmentFacts> parts, String name) {
    if (parts.size() == 1) {
      check(id, segment, name, record -> {});
    } else {
      var merged = new MergedRecordsCheck(name, parts);
      check(id, segment, name, merged);
      merged.end();
    }
  }

  private void check(
      PartitionId id,
      SegmentFacts segment,
      String name,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var index = ArchiveLayout.indexOf(name);
    var indexBytes = archives.store().find(index);
    try (var data = archives.store().open(name)) {
      SegmentCheck.check(
          id,
          segment,
          name,
          data,
          index,
          indexBytes.orElseThrow(
              () -> new ObjectMissingException(index, new IOException("no index"))),
          each);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close object '" + name + "'", e);
    }
  }

  private void found(CorruptArchiveException fault) {
    found(fault.object(), String.valueOf(fault.getMessage()));
  }

  private void found(String object, String problem) {
    found++;
    findings.accept(new ProofFinding(object, problem));
  }
}
