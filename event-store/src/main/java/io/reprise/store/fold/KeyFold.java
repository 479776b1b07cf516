package io.reprise.store.fold;

import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of a key into its state. Compaction, rehydration and audits all use this class,
 * by these rules:
 *
 * <ul>
 *   <li>An event at or below the key's last offset changes nothing, because it was folded before.
 *   <li>A tombstone deletes the state and the counts of earlier events. A fold that starts after
 *       the tombstone therefore ends with the same result as a fold of all events.
 *   <li>An event that cannot be folded leaves the state unchanged and is reported. The event is
 *       counted in the provenance only if there is a state. If none of a key's first events can be
 *       folded, a fold that starts after them therefore ends with the same result as a fold of all
 *       events. An event that would make the state larger than {@link #MOST_STATE_BYTES} counts as
 *       one that cannot be folded.
 * </ul>
 *
 * <p>Confined to one thread, as its reducer is.
 */
public final class KeyFold {
  /**
   * Size limit of a state. A larger state would not fit into a record, and compaction of its
   * partition would stop.
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
   * @param before state of the key; null if there is none
   * @throws RuntimeException only if a retry can help ({@link RegistryUnreachableException}, {@link
   *     RetriableException}); nothing changed
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
   * Returns the empty state of a key whose newest event is {@code event}: a tombstone, or an event
   * that cannot be folded while the key has no state. Of the events, only the last offset is kept.
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
