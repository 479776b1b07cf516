package io.reprise.store.fold;

import org.jspecify.annotations.Nullable;

/**
 * The state of a key, and a description of the events from which the state was folded. Callers must
 * not change the array.
 *
 * @param state null if the key was deleted, or if none of its events could be folded yet
 * @param provenance says from which events the state was folded
 */
public record KeyState(byte @Nullable [] state, Provenance provenance) {}
