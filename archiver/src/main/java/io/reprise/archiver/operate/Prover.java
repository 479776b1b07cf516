package io.reprise.archiver.operate;

import io.reprise.archiver.commit.Anchor;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLogProof;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies archives from end to end: every commit entry and the hash chain of the entries, the
 * anchors in Kafka, and every object of an offset range. Used once, by one thread.
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

  /**
   * The result of a proof.
   *
   * @param segments number of segments that were read from beginning to end
   * @param findings how many problems were found
   * @param unnamed number of segment objects that no commit entry names: uploads in progress, and
   *     garbage
   */
  public record Summary(
      String topic,
      int partitions,
      long segments,
      long records,
      long bytes,
      long findings,
      long unnamed) {}

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
  public Summary prove(String topic, Set<Integer> partitions, OffsetRange range) {
    var ids = archives.partitions(topic, partitions);
    var before = heads.get();
    var histories = new LinkedHashMap<PartitionId, CommitLogProof>();
    for (var id : ids) {
      var head = before.get(id);
      var history = archives.log(id).proof(sha256 -> head != null && head.sha256().equals(sha256));
      history.prove(this::found);
      histories.put(id, history);
    }
    var after = heads.get();
    histories.forEach((id, history) -> proveHead(id, history, before.get(id), after.get(id)));
    long total =
        histories.values().stream()
            .flatMap(h -> h.archive().segments().stream())
            .filter(s -> s.range().overlaps(range))
            .mapToLong(SegmentFacts::bytes)
            .sum();
    histories.forEach((id, history) -> proveSegments(id, history, range, total));
    return new Summary(topic, ids.size(), segments, records, bytes, found, unnamed);
  }

  /**
   * Checks a commit log against its anchors in Kafka. Archiving continues during a proof, so the
   * newest anchor is read twice: first the anchor, then the log, then the anchor again. The log
   * must contain the entry that the first anchor names. The entry that the second anchor names must
   * not be older than the newest entry of the log.
   */
  private void proveHead(
      PartitionId id, CommitLogProof history, @Nullable Anchor before, @Nullable Anchor after) {
    long head = history.archive().headSeq();
    if (before != null && !history.contains(before.seq(), before.sha256())) {
      if (history.isWhole()) {
        found(
            ArchiveLayout.entry(id, before.seq()),
            "is not the entry that its anchor in Kafka names: this entry or an earlier one was dropped"
                + " or forged; restore the commit log from a copy");
      }
    } else if (after == null) {
      if (head >= 0) {
        found(
            ArchiveLayout.entry(id, head),
            "has no anchor in Kafka, so it would not be detected if the commit log were"
                + " forged");
      }
    } else if (head > after.seq()) {
      found(
          ArchiveLayout.entry(id, after.seq() + 1),
          "is newer than its anchor in Kafka: it was forged, or its writer was killed just now;"
              + " prove again once the archiver runs");
    }
  }

  private void proveSegments(
      PartitionId id, CommitLogProof history, OffsetRange range, long total) {
    var names = new HashMap<String, SegmentFacts>();
    for (var segment : history.archive().segments()) {
      if (segment.range().overlaps(range) && names.put(segment.file(), segment) == null) {
        proveSegment(id, segment);
        progress.at(bytes, total, "bytes");
      }
    }
    if (history.isWhole()) {
      UnnamedObjects.forEach(archives.store(), history.archive(), this::unnamed);
    }
  }

  /**
   * Handles an object that no commit entry names. A segment is only counted, because it is an
   * upload in progress or the rest of a killed writer. Any other object is a finding.
   */
  private void unnamed(UnnamedObjects.Unnamed object) {
    if (!object.isSegment()) {
      found(object.facts().name(), "is not part of an archive: remove it");
    } else {
      unnamed++;
    }
  }

  private void proveSegment(PartitionId id, SegmentFacts segment) {
    var name = ArchiveLayout.data(id, segment.file());
    segments++;
    records += segment.records();
    bytes += segment.bytes();
    for (int attempt = 1; ; attempt++) {
      try {
        check(id, segment, name);
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

  private void check(PartitionId id, SegmentFacts segment, String name) {
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
              () -> new ObjectMissingException(index, new IOException("no index"))));
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
