package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * What came of an event.
 *
 * @param after the key's state now
 * @param parkedBecause why the event could not be folded, as a clause; null if it was
 */
public record FoldResult(KeyState after, @Nullable String parkedBecause) {}
