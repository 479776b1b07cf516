package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectCreator;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectRemover;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and appends the commit log of one partition's archive. The store creates an entry's object
 * only if no object with that entry's number exists. If two writers append at the same time, only
 * one of them succeeds. Thread-safe and stateless.
 *
 * <p>Errors: {@link CorruptArchiveException} if an entry is missing, cannot be decoded, or does not
 * fit the previous one; {@link ObjectStoreException} if the store cannot be used.
 */
public final class CommitLog {
  private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);

  private final ObjectFetcher fetcher;
  private final ObjectCreator creator;
  private final PartitionId id;
  private final Clock clock;
  private final CheckpointReader checkpoints;
  private final CheckpointWriter checkpointWriter;

  /** The outcome of appending an entry to a commit log. */
  public sealed interface Outcome {
    /**
     * Returns the state of the archive after the newest entry of its commit log, whether or not
     * this writer appended that entry.
     */
    PartitionArchive now();

    /** The entry was appended. It is the newest entry of the commit log. */
    record Appended(PartitionArchive now) implements Outcome {}

    /**
     * The entry was not appended, because another writer has appended an entry first. {@code now}
     * is the archive's state after the newest entry. The caller must decide again what to append,
     * on the basis of {@code now}. A caller whose epoch differs from {@code now.epoch()} is fenced
     * and must not append.
     */
    record Lost(PartitionArchive now) implements Outcome {}
  }

  /**
   * Creates a log that never removes old checkpoints. It is meant for readers, and for processes
   * that append an entry but do not own the archive: its owner removes the old checkpoints.
   */
  public CommitLog(ObjectFetcher fetcher, ObjectCreator creator, PartitionId id, Clock clock) {
    this(fetcher, creator, id, clock, ManifestCache.ofOneLog());
  }

  /**
   * Creates a log that never removes old checkpoints, with a given cache of manifests. Several logs
   * may share the cache.
   */
  public CommitLog(
      ObjectFetcher fetcher,
      ObjectCreator creator,
      PartitionId id,
      Clock clock,
      ManifestCache cache) {
    this(fetcher, creator, null, id, clock, cache);
  }

  /**
   * Creates a log for the archive's writer, which also removes checkpoints that are no longer
   * needed.
   */
  public CommitLog(ObjectStore store, PartitionId id, Clock clock) {
    this(store, store, store, id, clock, ManifestCache.ofOneLog());
  }

  private CommitLog(
      ObjectFetcher fetcher,
      ObjectCreator creator,
      @Nullable ObjectRemover remover,
      PartitionId id,
      Clock clock,
      ManifestCache cache) {
    this.fetcher = fetcher;
    this.creator = creator;
    this.id = id;
    this.clock = clock;
    this.checkpoints = new CheckpointReader(fetcher, id, cache);
    this.checkpointWriter =
        new CheckpointWriter(fetcher, creator, remover, id, clock, checkpoints.manifests());
  }

  public PartitionId id() {
    return id;
  }

  /**
   * Reads the current state of the archive: the newest checkpoint, and then the entries after it.
   */
  public PartitionArchive load() {
    var newest = checkpoints.newest();
    var archive = followed(newest == null ? PartitionArchive.empty(id) : newest);
    requireNothingBehind(archive);
    return archive;
  }

  /**
   * Returns the current state of the archive. Reads only the entries that were appended after the
   * state {@code known}. Returns {@code known} if there are none.
   */
  public PartitionArchive refresh(PartitionArchive known) {
    try {
      return shortened(followed(known));
    } catch (ArchiveChangedException e) {
      return load(); // The state 'known' is so old that manifests which it needs were removed.
    }
  }

  private PartitionArchive followed(PartitionArchive known) {
    return followed(known, Long.MAX_VALUE);
  }

  /**
   * Reads the entries that follow the state {@code known}, up to the entry with the number {@code
   * lastSeq} or the end of the log. Returns the state after the last of these entries.
   */
  private PartitionArchive followed(PartitionArchive known, long lastSeq) {
    var archive = known;
    var entries = new EntriesAfter(fetcher, id, known.headSeq());
    while (archive.headSeq() < lastSeq) {
      var bytes = entries.next();
      if (bytes == null) {
        return archive;
      }
      archive = fold(archive, ArchiveLayout.entry(id, archive.headSeq() + 1), bytes);
    }
    return archive;
  }

  /**
   * Returns the state {@code archive} with fewer of its segments in memory, if a newer checkpoint
   * lists more of them in manifests; otherwise returns {@code archive}. Without this method, the
   * memory of a long-lived reader would grow with every segment.
   */
  private PartitionArchive shortened(PartitionArchive archive) {
    long base = archive.segments().sealed().checkpoint();
    if (!archive.segments().canSeal() || CheckpointWriter.lastDue(archive.headSeq()) <= base) {
      return archive;
    }
    var newest = newestOrNull();
    if (newest == null || newest.headSeq() <= base) {
      return archive;
    }
    var shorter = followed(newest);
    return shorter.headSeq() < archive.headSeq() ? archive : shorter;
  }

  /**
   * Applies one entry to the state {@code before} and returns the state after the entry. {@code
   * name} is the entry's object name, and {@code bytes} is its content.
   */
  static PartitionArchive fold(PartitionArchive before, String name, byte[] bytes) {
    return fold(before, name, bytes, EntryCodec.entry(name, bytes));
  }

  /**
   * Applies {@code entry} to the state {@code before} and returns the state after the entry. {@code
   * name} is the entry's object name, and {@code bytes} is the content from which {@code entry} was
   * decoded.
   */
  static PartitionArchive fold(
      PartitionArchive before, String name, byte[] bytes, ArchiveEntry entry) {
    try {
      return ArchiveFold.apply(before, entry, EntryCodec.sha256(bytes));
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(
          name, e.getMessage() + ": it was altered or forged; restore the log from a copy");
    }
  }

  /**
   * Throws if the entry after the state {@code archive} is missing but later entries exist. Without
   * this check, a missing entry would be mistaken for the end of the log.
   */
  private void requireNothingBehind(PartitionArchive archive) {
    var end = ArchiveLayout.entry(id, archive.headSeq() + 1);
    var behind =
        fetcher.list(ArchiveLayout.entries(id), end).stream()
            .filter(o -> !o.name().startsWith(ArchiveLayout.checkpoints(id)))
            .findFirst();
    if (behind.isPresent() && fetcher.find(end).isEmpty()) {
      throw CheckpointReader.missing(end, behind.get().name());
    }
  }

  /**
   * Appends an entry with the change {@code op}, directly after the newest entry of the state
   * {@code expected}. If the store's answer is lost, this method reads the entry from the store to
   * learn whether it was appended. If this read fails too, the outcome is unknown: the caller must
   * call {@link #refresh} and decide again what to append.
   *
   * @param epoch lease epoch of the writer; for a claim {@code expected.epoch() + 1}
   * @throws IllegalArgumentException if {@code op} does not fit {@code expected}. Examples: a
   *     segment that does not begin where the archive's last segment ends; an epoch that is not in
   *     force; a hold on offsets whose trim was announced; the release of an unknown hold; a trim
   *     of offsets that are not archived
   */
  public Outcome append(PartitionArchive expected, long epoch, ArchiveOp op) {
    var entry =
        new ArchiveEntry(
            ArchiveEntry.VERSION,
            expected.headSeq() + 1,
            epoch,
            UUID.randomUUID().toString(),
            clock.instant(),
            expected.headSha256(),
            op);
    var bytes = EntryCodec.write(entry);
    var appended = ArchiveFold.apply(expected, entry, EntryCodec.sha256(bytes));
    var name = ArchiveLayout.entry(id, entry.seq());
    // The commit point: only one writer can create the object with this entry number, and that
    // writer's entry becomes part of the log.
    if (create(name, bytes) == ObjectCreator.Created.NOW || isOurs(name, entry)) {
      return new Outcome.Appended(checkpointed(appended));
    }
    return new Outcome.Lost(refresh(expected));
  }

  private ObjectCreator.Created create(String name, byte[] bytes) {
    try {
      return creator.createIfAbsent(name, bytes);
    } catch (ObjectStoreException e) {
      if (e.retriable() && isThere(name, e)) {
        return ObjectCreator.Created.BEFORE;
      }
      throw e;
    }
  }

  private boolean isThere(String name, ObjectStoreException unknown) {
    try {
      return fetcher.find(name).isPresent();
    } catch (ObjectStoreException e) {
      unknown.addSuppressed(e);
      return false;
    }
  }

  /**
   * Returns whether the entry in the store was created by this call of append. That is possible
   * although the store reported an existing object: the store's client repeats a request whose
   * answer is lost, and then finds the object that its first attempt created.
   */
  private boolean isOurs(String name, ArchiveEntry entry) {
    var there =
        fetcher
            .find(name)
            .orElseThrow(
                () ->
                    new CorruptArchiveException(
                        name,
                        "was created but cannot be read: run a store probe, the store does not"
                            + " return what was written"));
    return EntryCodec.entry(name, there).nonce().equals(entry.nonce());
  }

  /**
   * Writes a checkpoint after every {@value Checkpoint#EVERY}th entry. A checkpoint only saves time
   * for readers. If it cannot be written, the entry is appended nevertheless, and the next
   * checkpoint takes its place.
   */
  private PartitionArchive checkpointed(PartitionArchive appended) {
    if (!CheckpointWriter.isDueAfter(appended.headSeq())) {
      return appended;
    }
    try {
      var latest = onNewestCheckpoint(appended);
      return latest == null ? appended : checkpointWriter.write(latest);
    } catch (ObjectStoreException | CorruptArchiveException | ArchiveChangedException e) {
      LOG.warn(
          "checkpoint of a commit log could not be written, so readers read more entries until the"
              + " next checkpoint is written topic={} partition={} entry={} cause={}",
          id.topic(),
          id.partition(),
          appended.headSeq(),
          e.getMessage());
      return appended;
    }
  }

  /**
   * Returns the state {@code archive} with the manifests that the newest checkpoint in the store
   * names. The next checkpoint is therefore always made from the newest one. A manifest that one
   * checkpoint no longer names is then named by no later checkpoint either, and can be removed.
   *
   * @return null if the store already has a checkpoint after this state's last entry or after a
   *     later entry
   */
  private @Nullable PartitionArchive onNewestCheckpoint(PartitionArchive archive) {
    var newest = newestOrNull();
    if (newest == null || newest.headSeq() == archive.segments().sealed().checkpoint()) {
      return archive;
    }
    return newest.headSeq() >= archive.headSeq() ? null : followed(newest, archive.headSeq());
  }

  /**
   * Returns the state in the newest checkpoint; null if there is no checkpoint or if it is damaged.
   * A damaged checkpoint does no harm: the caller already has a state of the archive, and the next
   * checkpoint replaces the damaged one.
   */
  private @Nullable PartitionArchive newestOrNull() {
    try {
      return checkpoints.newest();
    } catch (CorruptArchiveException e) {
      return null;
    }
  }

  /**
   * Returns an object that proves this log: it reads every entry from the first one on, and does
   * not trust any checkpoint.
   */
  public CommitLogProof proof() {
    return proof(sha256 -> false);
  }

  /**
   * Returns an object that proves this log, as {@link #proof()} does. The caller knows from another
   * source, such as an anchor, the SHA-256 of some unaltered entries.
   *
   * @param trusted returns whether an entry with this SHA-256 is known to be unaltered
   */
  public CommitLogProof proof(Predicate<String> trusted) {
    return new CommitLogProof(fetcher, id, trusted);
  }
}
