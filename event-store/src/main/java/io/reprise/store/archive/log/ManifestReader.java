package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;

/**
 * Reads the manifests of one partition. Compares each manifest with the digest in the checkpoint or
 * higher manifest that names it, and so detects a manifest that was exchanged, truncated or
 * altered. Thread-safe.
 *
 * <p>Errors: {@link CorruptArchiveException} for a manifest that is damaged, or missing although
 * the newest checkpoint needs it; {@link ArchiveChangedException} for a manifest that was replaced
 * and removed; {@link ObjectStoreException} if the store cannot be read.
 */
final class ManifestReader {
  private final ObjectFetcher fetcher;
  private final PartitionId id;
  private final ManifestCache cache;

  ManifestReader(ObjectFetcher fetcher, PartitionId id, ManifestCache cache) {
    this.fetcher = fetcher;
    this.id = id;
    this.cache = cache;
  }

  SegmentManifest read(ManifestRef ref) {
    var name = ArchiveLayout.manifest(id, ref.file());
    try {
      return cache.get(name + "#" + ref.sha256(), () -> readFromStore(name, ref));
    } catch (ObjectMissingException e) {
      throw missing(name, ref);
    }
  }

  private SegmentManifest readFromStore(String name, ManifestRef ref) {
    return fetcher
        .find(name)
        .map(bytes -> verified(name, ref, bytes))
        .orElseThrow(() -> new ObjectMissingException(name, null));
  }

  private SegmentManifest verified(String name, ManifestRef ref, byte[] bytes) {
    if (bytes.length != ref.bytes() || !EntryCodec.sha256(bytes).equals(ref.sha256())) {
      throw corrupt(name, "is not what the checkpoint names");
    }
    var manifest = EntryCodec.manifest(name, bytes);
    if (!manifest.id().equals(id)
        || manifest.level() != ref.level()
        || !manifest.isSound()
        || !manifest.range().equals(ref.range())
        || !manifest.totals().equals(ref.totals())) {
      throw corrupt(name, "does not list what the checkpoint says");
    }
    return manifest;
  }

  /**
   * Returns the error for a manifest that is not in the store. If the newest checkpoint needs the
   * manifest, the archive is damaged: {@link CorruptArchiveException}. Otherwise the manifest was
   * replaced and removed, and the caller's state of the archive is outdated: {@link
   * ArchiveChangedException}.
   */
  private RuntimeException missing(String name, ManifestRef ref) {
    var newest = new CheckpointReader(fetcher, id, cache).newest();
    boolean isNeeded = newest != null && newest.segments().names(ref);
    return isNeeded ? corrupt(name, "is missing") : new ArchiveChangedException(name);
  }

  private CorruptArchiveException corrupt(String name, String fault) {
    return new CorruptArchiveException(
        name,
        "%s: remove the checkpoints ('%s*'), readers then start from an earlier entry"
            .formatted(fault, ArchiveLayout.checkpoints(id)));
  }
}
