package io.reprise.compactor.state;

import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.nio.ByteBuffer;

/**
 * Encodes and decodes the stored form of a key's state. Version 1 of the form is big-endian. It
 * consists of the version byte, a byte that is 1 if there is a state and 0 if not, the {@link
 * Provenance}, and the state's bytes.
 */
public final class StoredState {
  private static final byte VERSION = 1;
  private static final int FRONT = 2;
  private static final int STATE_AT = FRONT + Provenance.BYTES;
  private static final int LAST_OFFSET_AT = FRONT + Integer.BYTES;

  private StoredState() {}

  public static byte[] encode(KeyState kept) {
    var state = kept.state();
    int length = state == null ? 0 : state.length;
    var out = ByteBuffer.allocate(STATE_AT + length);
    out.put(VERSION).put((byte) (state == null ? 0 : 1));
    kept.provenance().write(out);
    if (state != null) {
      out.put(state);
    }
    return out.array();
  }

  /**
   * Decodes a state that {@link #encode} has written.
   *
   * @throws IllegalStateException when a newer version wrote it
   */
  public static KeyState decode(byte[] stored) {
    requireVersion(stored);
    var in = ByteBuffer.wrap(stored, FRONT, stored.length - FRONT);
    var provenance = Provenance.read(in);
    if (stored[1] == 0) {
      return new KeyState(null, provenance);
    }
    var state = new byte[stored.length - STATE_AT];
    in.get(state);
    return new KeyState(state, provenance);
  }

  /** Returns the offset of the newest event in a stored state, read without decoding the rest. */
  public static long lastOffset(byte[] stored) {
    requireVersion(stored);
    return ByteBuffer.wrap(stored).getLong(LAST_OFFSET_AT);
  }

  private static void requireVersion(byte[] stored) {
    if (stored.length < STATE_AT || stored[0] != VERSION) {
      throw new IllegalStateException(
          ("a stored state of %d bytes is not of version %d: run the build that wrote it, or remove"
                  + " the changelog and the group so that all events are folded again")
              .formatted(stored.length, VERSION));
    }
  }
}
