package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * The result of folding one event into a key's state.
 *
 * @param after state of the key after the event
 * @param parkedBecause why the event could not be folded and must be parked, as a part of a
 *     sentence; null if the event was folded
 */
public record FoldResult(KeyState after, @Nullable String parkedBecause) {}
