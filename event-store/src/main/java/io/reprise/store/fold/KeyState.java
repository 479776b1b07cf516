package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * What a key has become. Its array is not to be changed.
 *
 * @param state null when the key has none: deleted, or no event could be folded yet
 */
public record KeyState(byte @Nullable [] state, Provenance provenance) {}
