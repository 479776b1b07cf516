package io.reprise.store.snapshot;

import io.reprise.store.fold.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The state of a key at one offset. Callers must not change the arrays.
 *
 * @param state null if the key was deleted
 */
public record Snapshot(byte[] key, byte @Nullable [] state, Provenance provenance) {}
