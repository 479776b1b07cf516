package io.reprise.store.fold;

import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which events become state.
 *
 * <ul>
 *   <li>An event at or below the key's last offset changes nothing: it was folded before.
 *   <li>A tombstone deletes the state and all that is known of earlier events, so that a fold that
 *       begins behind it ends the same; so does one that begins behind a key's first events, if
 *       none of them could be folded.
 *   <li>An event that cannot be folded leaves the state, is counted if there is one, and is
 *       reported. So is one that would make the state larger than {@link #MOST_STATE_BYTES}.
 * </ul>
 *
 * <p>Threading: confined to one thread, as its reducer is.
 */
public final class KeyFold {
  /**
   * A larger state is a fault of the reducer: no record could carry it, and its partition would
   * stand still.
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
   * @param before null if nothing is known of the key
   * @throws RuntimeException only when a retry may help ({@link RegistryUnreachableException},
   *     {@link RetriableException}); nothing changed
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

  /** All that is known of a key without a state: up to where. */
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
