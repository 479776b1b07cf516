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
 *       begins behind it ends the same.
 *   <li>An event that cannot be folded leaves the state, is counted, and is reported.
 * </ul>
 *
 * <p>Threading: confined to one thread, as its reducer is.
 */
public final class KeyFold {
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
  public Folded fold(@Nullable KeyState before, FoldEvent event) {
    if (before != null && event.offset() <= before.provenance().lastOffset()) {
      return new Folded(before, null);
    }
    if (event.value() == null) {
      return new Folded(new KeyState(null, provenance(event, 0, 0, EventDigest.EMPTY)), null);
    }
    var state = before == null ? null : before.state();
    var past = before == null ? null : before.provenance();
    long events = past == null ? 0 : past.events();
    long parked = past == null ? 0 : past.parked();
    var digest =
        (past == null ? EventDigest.EMPTY : past.digest()).with(event.offset(), checksum(event));
    try {
      var after = reducer.fold(state, event);
      return new Folded(new KeyState(after, provenance(event, events + 1, parked, digest)), null);
    } catch (RegistryUnreachableException | RetriableException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Folded(
          new KeyState(state, provenance(event, events, parked + 1, digest)), cause(e));
    }
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
