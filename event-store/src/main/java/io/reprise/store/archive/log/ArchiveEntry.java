package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * One commit entry: an object of the commit log.
 *
 * @param v format version, 1
 * @param seq number of the entry, from 0, without gaps
 * @param epoch lease epoch of the writer; in a {@link ArchiveOp.Claim} the new one; in holds the
 *     one in force
 * @param nonce random, by the writer; distinguishes a retried creation from a lost race
 * @param at writer's clock; shown by commands and used for nothing else
 * @param prevSha256 SHA-256 of the previous entry's bytes; 64 zeros in the first entry
 * @param op what the entry changes
 */
public record ArchiveEntry(
    int v, long seq, long epoch, String nonce, Instant at, String prevSha256, ArchiveOp op) {
  public static final int VERSION = 1;
  public static final String NO_PREDECESSOR = "0".repeat(64);
}
