package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * One entry of an archive's commit log, stored as an object of its own.
 *
 * @param v format version, 1
 * @param seq number of the entry, from 0, without gaps
 * @param epoch lease epoch of the writer; for a {@link ArchiveOp.Claim} the new epoch, for a hold
 *     the epoch that is in force
 * @param nonce random text, by which a writer recognises its own entry when a creation is retried
 * @param at time by the writer's clock; shown to operators and used for nothing else
 * @param prevSha256 SHA-256 of the previous entry's bytes; 64 zeros in the first entry
 * @param op what the entry changes
 */
public record ArchiveEntry(
    int v, long seq, long epoch, String nonce, Instant at, String prevSha256, ArchiveOp op) {
  public static final int VERSION = 1;
  public static final String NO_PREDECESSOR = "0".repeat(64);
}
