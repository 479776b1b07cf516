package io.reprise.replay.checkpoint;

import io.reprise.store.OffsetRange;

/** A run of consecutive source offsets that have no record, and the reason why they have none. */
public record Hole(OffsetRange offsets, HoleReason reason) {}
