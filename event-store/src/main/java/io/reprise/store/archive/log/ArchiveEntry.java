package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * One entry of an archive's commit log. Each entry is an object of its own in the store.
 *
 * @param v format version of the entry, 1
 * @param seq number of the entry; the first entry has 0, and each further entry has the next number
 * @param epoch lease epoch of the writer. In an {@link ArchiveOp.Claim} this is the new epoch; in a
 *     hold, the epoch in force when the hold is added
 * @param nonce random text. If a writer repeats the creation of an entry, the text tells the writer
 *     whether the entry in the store is its own
 * @param at time by the writer's clock; shown to operators and used for nothing else
 * @param prevSha256 SHA-256 of the previous entry's bytes; 64 zeros in the first entry
 * @param op the change that the entry makes to the archive
 */
public record ArchiveEntry(
    int v, long seq, long epoch, String nonce, Instant at, String prevSha256, ArchiveOp op) {
  public static final int VERSION = 1;
  public static final String NO_PREDECESSOR = "0".repeat(64);
}
