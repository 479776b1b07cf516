package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectCreator;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads and appends the commit log of one partition's archive. An entry is created only if no entry
 * with its number exists: of two writers, one loses the race and is thereby fenced. Thread-safe and
 * stateless.
 *
 * <p>Errors: {@link CorruptArchiveException} if an entry is missing, unreadable or does not fit the
 * previous one; {@link ObjectStoreException} from the store.
 */
public final class CommitLog {
  private final ObjectFetcher fetcher;
  private final ObjectCreator creator;
  private final PartitionId id;
  private final Clock clock;
  private final Supplier<String> nonces;

  /** The outcome of an append. */
  public sealed interface Outcome {
    /** Returns the current state of the archive. */
    PartitionArchive now();

    /** The entry was appended and is the newest. */
    record Appended(PartitionArchive now) implements Outcome {}

    /**
     * Another writer appended first, so this entry was not appended. The caller decides again,
     * based on {@code now}. A writer whose epoch differs from {@code now.epoch()} is fenced.
     */
    record Lost(PartitionArchive now) implements Outcome {}
  }

  public CommitLog(ObjectFetcher fetcher, ObjectCreator creator, PartitionId id, Clock clock) {
    this(fetcher, creator, id, clock, () -> UUID.randomUUID().toString());
  }

  CommitLog(
      ObjectFetcher fetcher,
      ObjectCreator creator,
      PartitionId id,
      Clock clock,
      Supplier<String> nonces) {
    this.fetcher = fetcher;
    this.creator = creator;
    this.id = id;
    this.clock = clock;
    this.nonces = nonces;
  }

  public PartitionId id() {
    return id;
  }

  /** Reads the newest checkpoint and the entries after it. */
  public PartitionArchive load() {
    var archive = refresh(newestCheckpoint());
    requireNothingBehind(archive);
    return archive;
  }

  /**
   * Reads the entries appended after {@code known}; returns {@code known} itself if there are none.
   */
  public PartitionArchive refresh(PartitionArchive known) {
    var archive = known;
    while (true) {
      var name = ArchiveLayout.entry(id, archive.headSeq() + 1);
      var bytes = fetcher.find(name);
      if (bytes.isEmpty()) {
        return archive;
      }
      archive = fold(archive, name, bytes.get());
    }
  }

  /** Applies one entry to the state before it. */
  static PartitionArchive fold(PartitionArchive before, String name, byte[] bytes) {
    var entry = EntryCodec.entry(name, bytes);
    try {
      return ArchiveFold.apply(before, entry, EntryCodec.sha256(bytes));
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(
          name, e.getMessage() + ": it was altered or forged; restore the log from a copy");
    }
  }

  private PartitionArchive newestCheckpoint() {
    var under = ArchiveLayout.checkpoints(id);
    ObjectFacts newest = null;
    var page = fetcher.list(under, null);
    while (!page.isEmpty()) {
      newest = page.get(page.size() - 1);
      page = fetcher.list(under, newest.name());
    }
    if (newest == null) {
      return PartitionArchive.empty(id);
    }
    var name = newest.name();
    return fetcher
        .find(name)
        .map(bytes -> EntryCodec.checkpoint(name, bytes).archive())
        .map(archive -> seenToAgree(name, archive))
        .orElseGet(() -> PartitionArchive.empty(id));
  }

  /**
   * Refuses a checkpoint that does not match its entry. Only entries decide what is archived;
   * checkpoints save reads.
   */
  private PartitionArchive seenToAgree(String name, PartitionArchive archive) {
    if (!archive.id().equals(id) || !name.equals(ArchiveLayout.checkpoint(id, archive.headSeq()))) {
      throw new CorruptArchiveException(
          name,
          "belongs to another log or entry: remove it, readers then start from an earlier entry");
    }
    var entry = ArchiveLayout.entry(id, archive.headSeq());
    var bytes = fetcher.find(entry).orElseThrow(() -> missing(entry, name));
    if (!EntryCodec.sha256(bytes).equals(archive.headSha256())) {
      throw new CorruptArchiveException(
          name,
          "does not match '%s': prove the archive to find out which of them is damaged"
              .formatted(entry));
    }
    return archive;
  }

  private static CorruptArchiveException missing(String entry, String witness) {
    return new CorruptArchiveException(
        entry, "is missing, but '%s' exists: restore it from a copy".formatted(witness));
  }

  /**
   * Throws if entries follow a missing one: a missing entry must not be taken for the end of the
   * log.
   */
  private void requireNothingBehind(PartitionArchive archive) {
    var end = ArchiveLayout.entry(id, archive.headSeq() + 1);
    var behind =
        fetcher.list(ArchiveLayout.entries(id), end).stream()
            .filter(o -> !o.name().startsWith(ArchiveLayout.checkpoints(id)))
            .findFirst();
    if (behind.isPresent() && fetcher.find(end).isEmpty()) {
      throw missing(end, behind.get().name());
    }
  }

  /**
   * Appends an entry directly after {@code expected}. If the store's answer is lost, this method
   * reads the entry to learn the outcome. If that fails too, the outcome is unknown: call {@link
   * #refresh} and decide again.
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
            nonces.get(),
            clock.instant(),
            expected.headSha256(),
            op);
    var bytes = EntryCodec.write(entry);
    var appended = ArchiveFold.apply(expected, entry, EntryCodec.sha256(bytes));
    var name = ArchiveLayout.entry(id, entry.seq());
    // The commit point: the writer that creates the object with this number decides the next entry.
    if (create(name, bytes) == ObjectCreator.Created.NOW || isOurs(name, entry)) {
      checkpoint(appended);
      return new Outcome.Appended(appended);
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
   * Returns whether the existing entry is from this append: a client's retry may find its own first
   * attempt.
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
   * time.
   */
  private void checkpoint(PartitionArchive archive) {
    if (archive.headSeq() % Checkpoint.EVERY != Checkpoint.EVERY - 1) {
      return;
    }
    try {
      creator.createIfAbsent(
          ArchiveLayout.checkpoint(id, archive.headSeq()),
          EntryCodec.write(new Checkpoint(ArchiveEntry.VERSION, archive)));
    } catch (ObjectStoreException e) {
      // An error is ignored: the entry is appended, readers need no checkpoint, and a later
      // checkpoint will be written.
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
