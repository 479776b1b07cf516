package io.reprise.store.snapshot;

import io.reprise.store.fold.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A key's state at one offset. Its arrays are not to be changed.
 *
 * @param state null for a key that was deleted
 */
public record Snapshot(byte[] key, byte @Nullable [] state, Provenance provenance) {}
