package io.reprise.store.digest;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Computes a digest over records, which are added in ascending order of their offsets. An entry of
 * the digest is an offset and the CRC32C of its record ({@link ContentChecksum}), 12 bytes
 * big-endian. Every {@value #RUN} entries form a run, and each run changes the chain value: {@code
 * chain' = SHA-256(chain || run)}. The digest does not depend on the slices in which records were
 * delivered, so a verifier computes the same digest from the log. Runs are short, so that the chain
 * value and the last entries fit into a progress record; the JDK cannot export the inner state of a
 * SHA-256.
 *
 * <p>Confined to one thread. {@link #state()} is an immutable copy.
 */
public final class OffsetDigest {
  static final int RUN = 64;
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int CHAIN_BYTES = 32;

  /**
   * The state of a digest, which can be stored and continued later.
   *
   * @param chain hash over all full runs, 32 bytes in hex
   * @param pending entries of the incomplete run, in hex
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
   * Adds one record to the digest. The offset must be higher than that of the record added before.
   */
  public void add(long offset, int crc32c) {
    pending.putLong(offset).putInt(crc32c);
    if (!pending.hasRemaining()) {
      link(chain);
      pending.clear();
    }
  }

  /**
   * Returns the present state of the digest. The caller stores it together with the offset up to
   * which records were added.
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
