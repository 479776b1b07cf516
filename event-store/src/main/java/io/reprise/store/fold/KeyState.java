package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * The state of a key and the events it was folded from. Callers must not change the array.
 *
 * @param state null if the key was deleted or none of its events could be folded yet
 */
public record KeyState(byte @Nullable [] state, Provenance provenance) {}
