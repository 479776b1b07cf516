package io.reprise.store.fold;

import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of a key into the key's state. Compaction, rehydration and audits all use this
 * class, so that they get the same states. Its rules are:
 *
 * <ul>
 *   <li>An event at or below the key's last offset was folded before and changes nothing.
 *   <li>A tombstone deletes the state and sets all counts to 0. A fold that begins after the
 *       tombstone therefore gives the same state and counts as a fold of all events.
 *   <li>An event that cannot be folded leaves the state unchanged. The result tells the caller why.
 *       The event is counted as parked only if the key has a state. If a key's first events cannot
 *       be folded, a fold that begins after them therefore gives the same state and counts as a
 *       fold of all events.
 *   <li>An event that would make the state larger than {@link #MOST_STATE_BYTES} cannot be folded.
 * </ul>
 *
 * <p>Confined to one thread, as its reducer is.
 */
public final class KeyFold {
  /**
   * The highest size of a state in bytes. A larger state would not fit into a record of the
   * snapshot topic, and the compactor would make no progress in that partition.
   */
  public static final int MOST_STATE_BYTES = 1 << 20;

  private final Reducer reducer;
  private final ContentChecksum checksum = new ContentChecksum();

  public KeyFold(Reducer reducer) {
    this.reducer = reducer;
  }

  /**
   * Folds the key's next event.
   *
   * @param before state of the key before the event; null if the key has none
   * @return the state after the event; or, if the event cannot be folded, the unchanged state and
   *     the reason
   * @throws RuntimeException if Kafka or the schema registry did not answer ({@link
   *     RetriableException}, {@link RegistryUnreachableException}); the event was not folded, and a
   *     retry is safe
   */
  public FoldResult fold(@Nullable KeyState before, FoldEvent event) {
    if (before != null && event.offset() <= before.provenance().lastOffset()) {
      return new FoldResult(before, null);
    }
    if (event.value() == null) {
      return new FoldResult(nothing(event), null);
    }
    var state = before == null ? null : before.state();
    var past = before == null ? null : before.provenance();
    long events = past == null ? 0 : past.events();
    long parked = past == null ? 0 : past.parked();
    var digest =
        (past == null ? EventDigest.EMPTY : past.digest()).with(event.offset(), checksum(event));
    try {
      var after = requireBounded(reducer.fold(state, event));
      return new FoldResult(
          new KeyState(after, provenance(event, events + 1, parked, digest)), null);
    } catch (RegistryUnreachableException | RetriableException e) {
      throw e;
    } catch (RuntimeException e) {
      var after =
          state == null
              ? nothing(event)
              : new KeyState(state, provenance(event, events, parked + 1, digest));
      return new FoldResult(after, cause(e));
    }
  }

  /**
   * Returns the result for a key that has no state after {@code event}: the event is a tombstone,
   * or the key had no state and the event cannot be folded. The provenance contains the offset and
   * timestamp of {@code event}. Its counts are 0: neither this event nor earlier ones are counted.
   */
  private static KeyState nothing(FoldEvent event) {
    return new KeyState(null, provenance(event, 0, 0, EventDigest.EMPTY));
  }

  private static byte[] requireBounded(byte[] state) {
    if (state.length > MOST_STATE_BYTES) {
      throw new UnfoldableEventException(
          "its state would have %d bytes, more than %d".formatted(state.length, MOST_STATE_BYTES));
    }
    return state;
  }

  private static Provenance provenance(
      FoldEvent event, long events, long parked, EventDigest digest) {
    return new Provenance(
        event.partition(), event.offset(), event.timestamp(), events, parked, digest);
  }

  private int checksum(FoldEvent event) {
    checksum.start().add(event.key()).add(event.value());
    for (Header header : event.headers()) {
      checksum.add(header.key()).add(header.value());
    }
    return checksum.value();
  }

  private static String cause(RuntimeException e) {
    return e instanceof UnfoldableEventException && e.getMessage() != null
        ? e.getMessage()
        : e.toString();
  }
}
