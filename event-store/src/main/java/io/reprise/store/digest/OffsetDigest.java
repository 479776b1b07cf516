package io.reprise.store.digest;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Computes a digest over the offsets and contents of records. The caller adds the records in
 * ascending order of their offsets.
 *
 * <p>For each record, an entry of 12 bytes big-endian is added to the digest: the offset and the
 * record's CRC32C (see {@link ContentChecksum}). Every {@value #RUN} entries form a run. A full run
 * changes the chain value: {@code chain' = SHA-256(chain || run)}. How a replay divides the records
 * into slices has no effect on the digest. A verifier that reads the same records from the log
 * therefore gets the same digest.
 *
 * <p>The state of a digest is stored in each progress record, so that another worker can continue
 * the digest after a takeover. The state is the chain value and the entries of the last, incomplete
 * run; runs are short to keep it small. One SHA-256 over all entries would not allow this, because
 * the JDK cannot store the state of an unfinished SHA-256.
 *
 * <p>Confined to one thread. {@link #state()} returns an immutable copy.
 */
public final class OffsetDigest {
  static final int RUN = 64;
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int CHAIN_BYTES = 32;

  /**
   * The state of an unfinished digest. The state can be stored, and more records can be added to
   * the digest later.
   *
   * @param chain hash over all full runs, 32 bytes in hex
   * @param pending entries of the last, incomplete run, in hex
   */
  public record State(String chain, String pending) {
    public static final State EMPTY = new State("00".repeat(CHAIN_BYTES), "");
  }

  private final MessageDigest sha256 = newSha256();
  private final byte[] chain;
  private final ByteBuffer pending = ByteBuffer.allocate(RUN * ENTRY_BYTES);

  public OffsetDigest(State state) {
    chain = HexFormat.of().parseHex(state.chain());
    pending.put(HexFormat.of().parseHex(state.pending()));
  }

  /**
   * Adds one record to the digest. Its offset must be higher than the offset of the record that was
   * added before.
   */
  public void add(long offset, int crc32c) {
    pending.putLong(offset).putInt(crc32c);
    if (!pending.hasRemaining()) {
      link(chain);
      pending.clear();
    }
  }

  /**
   * Returns the current state of the digest. The caller stores the state together with the offset
   * of the next record to add.
   */
  public State state() {
    var open = Arrays.copyOf(pending.array(), pending.position());
    return new State(HexFormat.of().formatHex(chain), HexFormat.of().formatHex(open));
  }

  /**
   * Returns the digest of all records added so far, in hex. More records may be added afterwards.
   */
  public String value() {
    var last = chain.clone();
    if (pending.position() > 0) {
      link(last);
    }
    return HexFormat.of().formatHex(last);
  }

  private void link(byte[] into) {
    sha256.update(into);
    sha256.update(pending.array(), 0, pending.position());
    try {
      sha256.digest(into, 0, CHAIN_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 digest has 32 bytes", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
