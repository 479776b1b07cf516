package io.reprise.replay.checkpoint;

import io.reprise.store.OffsetRange;

/** A run of offsets without a record, and the reason. */
public record Hole(OffsetRange offsets, HoleReason reason) {}
