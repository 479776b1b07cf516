package io.reprise.store.snapshot;

import io.reprise.store.fold.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The state of a key after one of its events. Callers must not change the arrays.
 *
 * @param state null if the key was deleted
 * @param provenance says from which events the state was folded
 */
public record Snapshot(byte[] key, byte @Nullable [] state, Provenance provenance) {}
