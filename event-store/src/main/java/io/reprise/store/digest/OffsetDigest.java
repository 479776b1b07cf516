package io.reprise.store.digest;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The running digest of what lies at offsets: SHA-256 over runs of {@value #RUN} entries, chained.
 * An entry is an offset and the CRC32C of its record ({@link ContentChecksum}), 12 bytes
 * big-endian; {@code chain' = SHA-256(chain || run)}. Where slices were cut does not matter, so a
 * verifier gets the same digest from the log alone; and since a run is short, the state fits a
 * progress record, which the JDK's own SHA-256 state would not.
 *
 * <p>Threading: confined to one thread. {@link #state()} is an immutable copy.
 */
public final class OffsetDigest {
  static final int RUN = 64;
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int CHAIN_BYTES = 32;

  /**
   * A digest that can be stored and gone on with.
   *
   * @param chain the chain over all full runs, 32 bytes in hex
   * @param pending the entries of the run that is not full yet, in hex
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

  /** Adds one record; offsets must come in increasing order. */
  public void add(long offset, int crc32c) {
    pending.putLong(offset).putInt(crc32c);
    if (!pending.hasRemaining()) {
      link(chain);
      pending.clear();
    }
  }

  /** Where the digest stands, to be stored with the offset it stands at. */
  public State state() {
    var open = Arrays.copyOf(pending.array(), pending.position());
    return new State(HexFormat.of().formatHex(chain), HexFormat.of().formatHex(open));
  }

  /** The digest of everything added so far, in hex; more may be added afterwards. */
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
