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
 * Reads and appends the commit log of one partition's archive. An entry is created only if no entry
 * with its number exists: if two writers append at the same time, only one of them succeeds.
 * Thread-safe and stateless.
 *
 * <p>Errors: {@link CorruptArchiveException} if an entry is missing, unreadable or does not fit the
 * previous one; {@link ObjectStoreException} from the store.
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
    /** Returns the state of the archive after its newest entry. */
    PartitionArchive now();

    /** The entry was appended and is the newest. */
    record Appended(PartitionArchive now) implements Outcome {}

    /**
     * Another writer appended first, so this entry was not appended. The caller has to decide again
     * what to append, based on {@code now}. A writer whose epoch differs from {@code now.epoch()}
     * is fenced.
     */
    record Lost(PartitionArchive now) implements Outcome {}
  }

  /**
   * Creates a log for a reader, or for a writer that leaves the removal of old checkpoints to
   * others.
   */
  public CommitLog(ObjectFetcher fetcher, ObjectCreator creator, PartitionId id, Clock clock) {
    this(fetcher, creator, id, clock, ManifestCache.ofOneLog());
  }

  /**
   * Creates a log for a reader, or for a writer that leaves the removal of old checkpoints to
   * others. Several logs may share the cache of manifests.
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

  /** Returns the state of the archive, from the newest checkpoint and the entries after it. */
  public PartitionArchive load() {
    var newest = checkpoints.newest();
    var archive = followed(newest == null ? PartitionArchive.empty(id) : newest);
    requireNothingBehind(archive);
    return archive;
  }

  /**
   * Returns the newest state of the archive by reading the entries appended after {@code known};
   * {@code known} itself if there are none.
   */
  public PartitionArchive refresh(PartitionArchive known) {
    try {
      return shortened(followed(known));
    } catch (ArchiveChangedException e) {
      return load(); // The known state is so old that manifests which it needs were removed.
    }
  }

  private PartitionArchive followed(PartitionArchive known) {
    return followed(known, Long.MAX_VALUE);
  }

  /**
   * Returns the state after the entry {@code lastSeq}, by reading the entries after {@code known}.
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
   * Returns the same state of the archive with fewer segments on the heap, if a newer checkpoint
   * lists them in manifests. Otherwise the state of a long-lived reader would grow with every
   * segment.
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

  /** Returns the state after one entry, given the state before the entry and the entry's bytes. */
  static PartitionArchive fold(PartitionArchive before, String name, byte[] bytes) {
    var entry = EntryCodec.entry(name, bytes);
    try {
      return ArchiveFold.apply(before, entry, EntryCodec.sha256(bytes));
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(
          name, e.getMessage() + ": it was altered or forged; restore the log from a copy");
    }
  }

  /**
   * Throws if entries follow a missing one: otherwise a missing entry would be mistaken for the end
   * of the log.
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
   * Appends an entry directly after {@code expected}. If the store's answer is lost, this method
   * reads the entry to learn the outcome. If that fails too, the outcome is unknown and the caller
   * must call {@link #refresh} and decide again.
   *
   * @param epoch lease epoch of the writer; for a claim {@code expected.epoch() + 1}
   * @throws IllegalArgumentException if {@code op} does not fit {@code expected}, for instance a
   *     segment that is not contiguous, another epoch, a hold below a trim, an unknown hold, or a
   *     trim above the archived offsets
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
    // The commit point: the writer that creates the object with this number decides the next entry.
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
   * Returns whether the existing entry is from this append: when the store's client retries a
   * request, it may find the entry that its own first attempt created.
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
   * Writes a checkpoint every {@value Checkpoint#EVERY} entries. A checkpoint only saves readers
   * time: if it cannot be written, the entry is appended all the same, and a later checkpoint
   * includes it.
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
          "archive checkpoint could not be written, a later one replaces it topic={} partition={}"
              + " entry={} cause={}",
          id.topic(),
          id.partition(),
          appended.headSeq(),
          e.getMessage());
      return appended;
    }
  }

  /**
   * Returns the same state, based on the manifests of the newest checkpoint. Each checkpoint is
   * made from the one before it. A manifest that one checkpoint no longer names is therefore not
   * named by any later one, and can be removed.
   *
   * @return null if the store already has a checkpoint of this state's entry or a later one
   */
  private @Nullable PartitionArchive onNewestCheckpoint(PartitionArchive archive) {
    var newest = newestOrNull();
    if (newest == null || newest.headSeq() == archive.segments().sealed().checkpoint()) {
      return archive;
    }
    return newest.headSeq() >= archive.headSeq() ? null : followed(newest, archive.headSeq());
  }

  /**
   * Returns the state of the newest checkpoint; null if there is none, or if it is damaged. A
   * damaged one does no harm here, because the caller's state does not need it and the next
   * checkpoint replaces it.
   */
  private @Nullable PartitionArchive newestOrNull() {
    try {
      return checkpoints.newest();
    } catch (CorruptArchiveException e) {
      return null;
    }
  }

  /**
   * Returns a proof of this log that reads every entry from the first and relies on no checkpoint.
   */
  public CommitLogProof proof() {
    return proof(sha256 -> false);
  }

  /**
   * Returns a proof like {@link #proof()}, for a caller that knows that some entries are unaltered.
   *
   * @param trusted whether an entry with this SHA-256 is known to be unaltered
   */
  public CommitLogProof proof(Predicate<String> trusted) {
    return new CommitLogProof(fetcher, id, trusted);
  }
}
