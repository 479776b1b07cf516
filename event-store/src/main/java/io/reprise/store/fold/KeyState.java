package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * The state of a key, and from which events it was folded. Callers must not change the array.
 *
 * @param state null if the key was deleted, or if none of its events could be folded yet
 * @param provenance the events that the state was folded from
 */
public record KeyState(byte @Nullable [] state, Provenance provenance) {}
