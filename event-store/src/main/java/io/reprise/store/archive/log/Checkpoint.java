package io.reprise.store.archive.log;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;

/**
 * The state of an archive after one of its commit entries, stored as an object. A reader starts
 * with the newest checkpoint and so need not read the commit log from its first entry. The size of
 * a checkpoint is bounded, because manifests list all but the newest segments.
 *
 * @param v format version of the checkpoint, 2
 * @param sha256 SHA-256 of {@code archive} as JSON. With it a reader can tell a damaged checkpoint
 *     from an undamaged one that does not match its commit entry
 * @param archive the state of the archive
 */
record Checkpoint(int v, String sha256, State archive) {
  static final int VERSION = 2;
  static final int EVERY = 64;

  /**
   * The state of an archive in the form in which a checkpoint stores it.
   *
   * @param sealed the manifests that no other manifest lists, in offset order
   * @param open the segments that no manifest lists yet, in offset order
   * @param retired manifests that were replaced, and whose objects may still be in the store
   */
  record State(
      PartitionId id,
      long headSeq,
      String headSha256,
      long epoch,
      String writer,
      List<ManifestRef> sealed,
      List<SegmentFacts> open,
      List<HoldInForce> holds,
      long trimIntent,
      long trimDone,
      List<RetiredManifest> retired) {}

  static Checkpoint of(PartitionArchive archive) {
    var segments = archive.segments();
    var state =
        new State(
            archive.id(),
            archive.headSeq(),
            archive.headSha256(),
            archive.epoch(),
            archive.writer() == null ? "" : archive.writer(),
            segments.sealed().roots(),
            segments.openSegments(),
            archive.holds(),
            archive.trimIntent(),
            archive.trimDone(),
            segments.sealed().retired());
    return new Checkpoint(VERSION, EntryCodec.sha256(EntryCodec.write(state)), state);
  }

  /**
   * Returns whether the checkpoint is undamaged: {@code sha256} is the digest of {@code archive}.
   */
  boolean isWhole() {
    return sha256.equals(EntryCodec.sha256(EntryCodec.write(archive)));
  }
}
